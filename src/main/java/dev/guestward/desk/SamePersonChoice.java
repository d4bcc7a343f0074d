package dev.guestward.desk;

import dev.guestward.guest.Guest;
import dev.guestward.invitation.ChoiceNeeded;
import java.util.List;
import java.util.Locale;

/**
 * Somebody who was here before, and what can be done.
 *
 * @param says what is known of them
 */
record SamePersonChoice(String id, String name, StateView state, Times.When until, String says, List<Way> ways) {

    /** @param title key of a text */
    record Way(String key, String title, String does) {}

    static SamePersonChoice of(ChoiceNeeded needed, Times times, Locale locale) {
        Guest earlier = needed.earlier();
        return new SamePersonChoice(
                earlier.id().toString(),
                Shown.text(earlier.displayName()),
                StateView.of(earlier.state()),
                times.day(earlier.accessUntil(), locale),
                Shown.text(needed.getMessage()),
                needed.ways().stream()
                        .map(way -> new Way(way.key(), "same-person." + way.key(), Shown.text(way.does())))
                        .toList());
    }
}
