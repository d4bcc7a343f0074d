package dev.guestward.removal;

import dev.guestward.directory.effect.Effect;
import dev.guestward.guest.GuestId;
import dev.guestward.people.PersonId;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * One act that waits for people.
 *
 * @param id of the act
 * @param cause why the guest is removed; null for an invitation that lapses
 * @param askedBy object id of the person who asked for the removal, or the name of a schedule
 * @param reason in the words of whoever asked
 * @param firstBy the administrator who wants it released
 */
public record BrakeHold(
        UUID id,
        Effect.Kind act,
        GuestId guest,
        String guestName,
        UUID clinic,
        PersonId sponsor,
        Instant heldAt,
        @Nullable Cause cause,
        boolean urgent,
        @Nullable String askedBy,
        @Nullable String reason,
        @Nullable PersonId firstBy,
        @Nullable Instant firstAt) {

    /** The person who asked for the removal; empty if no person did. */
    public Optional<PersonId> asker() {
        return askedBy == null ? Optional.empty() : PersonId.parse(askedBy);
    }
}
