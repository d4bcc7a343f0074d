package dev.guestward.removal;

import dev.guestward.guest.GuestId;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * One attempt to bring a guest back, or to give a guest what a former account of the same person held.
 *
 * @param removal what it takes back; of the former record if this is about a former account
 * @param askedBy object id of the person
 * @param reason in the words of whoever asked
 * @param attempt rises when what was refused is tried again
 * @param endedBecause a code, where the end needs one
 */
public record Restoration(
        UUID id,
        GuestId guest,
        UUID removal,
        String askedBy,
        String reason,
        Instant askedAt,
        int attempt,
        @Nullable Instant endedAt,
        @Nullable Ending endedAs,
        @Nullable String endedBecause) {

    /** How a restoration ended. */
    public enum Ending {
        /** The guest can sign in again. */
        RESTORED,
        /** There is no account to bring back: it is gone for good, or not this guest's any more. */
        IMPOSSIBLE,
        /** The account was gone for good already, and the person was invited anew. */
        INVITED_AGAIN,
        /** The directory refused, and an administrator let it be. */
        GIVEN_UP,
        /** The product only reported. */
        REPORTED
    }

    public boolean isOpen() {
        return endedAt == null;
    }

    /** The key of one of its acts on the tenant. */
    public String key(String act) {
        return RemovalKeys.ofRestoration(id, act + "#" + attempt);
    }
}
