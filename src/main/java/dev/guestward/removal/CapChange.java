package dev.guestward.removal;

import dev.guestward.people.PersonId;
import dev.guestward.removal.BrakeCaps.Cap;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What somebody wanted a cap to be.
 *
 * @param answeredBy who confirmed or withdrew it
 */
public record CapChange(
        UUID id,
        Cap before,
        Cap after,
        State state,
        PersonId askedBy,
        Instant askedAt,
        @Nullable PersonId answeredBy,
        @Nullable Instant answeredAt) {

    /** What became of it. */
    public enum State {
        /** No number rises: in force at once. */
        LOWERED,
        /** Waits for a second administrator. */
        WAITING,
        /** Confirmed, and in force since. */
        RAISED,
        WITHDRAWN
    }
}
