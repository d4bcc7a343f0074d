package dev.guestward.guest;

import dev.guestward.people.PersonId;
import java.time.Instant;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A request for a guest whose every field has been checked. */
public record NewGuest(
        String email,
        String displayName,
        UUID clinicId,
        PersonId sponsor,
        PersonId requestedBy,
        Set<String> grants,
        Instant accessUntil,
        String purpose,
        @Nullable String message,
        String language) {}
