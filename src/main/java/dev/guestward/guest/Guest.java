package dev.guestward.guest;

import dev.guestward.directory.ObjectId;
import dev.guestward.people.PersonId;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A guest as registered.
 *
 * @param directoryId the account, once the directory has confirmed it
 * @param redeemedAt when the directory showed the invitation as accepted
 * @param version rises with every change
 */
public record Guest(
        GuestId id,
        String email,
        String displayName,
        UUID clinicId,
        PersonId sponsor,
        PersonId requestedBy,
        String purpose,
        @Nullable String message,
        String language,
        Instant accessUntil,
        GuestState state,
        Instant stateSince,
        Instant requestedAt,
        @Nullable ObjectId directoryId,
        @Nullable Instant redeemedAt,
        @Nullable String identityIssuer,
        @Nullable Attention attention,
        List<HeldGrant> grants,
        long version) {

    /** A grant of this guest; {@code givenAt} is null until the directory has confirmed it. */
    public record HeldGrant(String key, @Nullable Instant givenAt) {}

    /** With what the guest signs in; empty before redemption. */
    public Optional<SignInIdentity> identity() {
        return redeemedAt == null ? Optional.empty() : Optional.of(SignInIdentity.of(identityIssuer));
    }

    public Optional<ObjectId> account() {
        return Optional.ofNullable(directoryId);
    }
}
