package dev.guestward.removal.exemption;

import dev.guestward.directory.ObjectId;
import dev.guestward.guest.GuestId;
import dev.guestward.people.PersonId;
import java.time.Instant;
import java.time.LocalDate;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * An account on the list.
 *
 * @param guest whose account it was when it was listed; null if it was nobody's whom we look after
 * @param until last day of the protection, the whole of it in the hospital's time zone
 */
public record ProtectedAccount(
        UUID id,
        ObjectId account,
        @Nullable GuestId guest,
        String reason,
        PersonId listedBy,
        Instant listedAt,
        LocalDate until) {
    /** The account's object id in lower case. */
    public String accountId() {
        return account.value();
    }

    @Override
    public String toString() {
        return "ProtectedAccount[" + id + "]";
    }
}
