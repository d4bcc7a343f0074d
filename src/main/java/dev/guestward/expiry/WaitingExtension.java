package dev.guestward.expiry;

import dev.guestward.people.PersonId;
import java.time.Instant;

/**
 * An extension on which an owner decides.
 *
 * @param was the end when it was asked for
 */
public record WaitingExtension(Instant was, Instant until, String reason, PersonId askedBy, Instant askedAt) {
    @Override
    public String toString() {
        return "WaitingExtension[" + until + "]";
    }
}
