package dev.guestward.adoption;

import dev.guestward.directory.ObjectId;
import dev.guestward.guest.GuestId;
import dev.guestward.people.PersonId;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A guest of the tenant whom nobody asked us to invite.
 *
 * @param id the guest's id in the ledger, and in the register once adopted
 * @param leftBecause a code of {@link Hindrance}
 * @param ignoredBecause an administrator's words
 * @param addresses every address of the account, in lower case
 * @param grants keys of what the account has already, as far as it was looked at
 * @param sponsor who vouches for it by the directory or an administrator's word
 * @param assignedBy the administrator who gave it to the sponsor; null if the directory says so
 */
public record FoundGuest(
        ObjectId account,
        GuestId id,
        Standing standing,
        @Nullable String leftBecause,
        @Nullable String ignoredBecause,
        @Nullable String displayName,
        @Nullable String email,
        List<String> addresses,
        Facts facts,
        Set<String> grants,
        @Nullable UUID clinicId,
        @Nullable PersonId sponsor,
        @Nullable PersonId assignedBy,
        @Nullable UUID batch,
        Instant foundAt) {

    /** What the directory says about the account besides who it is. */
    public record Facts(
            boolean pending,
            boolean enabled,
            boolean synchronizedFromOnPremises,
            boolean holdsRole,
            @Nullable Instant redeemedAt,
            @Nullable String identityIssuer,
            @Nullable Instant createdAt) {}

    boolean canBeAdoptedByRule() {
        return sponsor != null && clinicId != null;
    }

    @Override
    public String toString() {
        return "FoundGuest[" + id + ", " + standing + "]";
    }
}
