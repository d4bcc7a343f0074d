package dev.guestward.desk;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A clinic in a list.
 *
 * @param standing how it stands with the agreement
 * @param agreementEnd null if no end is agreed
 * @param guests those the person may see, by state; what there is none of is left out
 */
record ClinicRow(
        String key,
        String name,
        List<String> domains,
        StateView standing,
        Times.@Nullable When agreementEnd,
        List<Count> guests) {

    /** How many guests are in a state, and where they are listed. */
    record Count(StateView state, long guests, String link) {}

    public long total() {
        return guests.stream().mapToLong(Count::guests).sum();
    }
}
