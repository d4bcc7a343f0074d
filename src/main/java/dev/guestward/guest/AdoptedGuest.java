package dev.guestward.guest;

import dev.guestward.directory.ObjectId;
import dev.guestward.people.PersonId;
import java.time.Instant;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A guest of the tenant on the way into the register; nobody asked us for the invitation.
 *
 * @param pending the invitation, whoever sent it, is not accepted yet
 * @param grants what the account has already
 * @param since when the account came into being, as far as the directory says
 */
public record AdoptedGuest(
        GuestId id,
        ObjectId account,
        String email,
        String displayName,
        UUID clinicId,
        PersonId sponsor,
        Set<String> grants,
        Instant accessUntil,
        String purpose,
        String language,
        boolean pending,
        @Nullable Instant redeemedAt,
        @Nullable String identityIssuer,
        @Nullable Instant since) {
    @Override
    public String toString() {
        return "AdoptedGuest[" + id + "]";
    }
}
