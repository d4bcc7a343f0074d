package dev.guestward.directory.effect;

import dev.guestward.directory.ObjectId;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * One act on the tenant.
 *
 * @param key names the wish behind it; the same wish never gets two rows
 * @param objectId what the directory created or touched, once known
 * @param sentAt when it was last about to be sent
 * @param attempts how often it was sent
 */
public record Effect(
        UUID id,
        String key,
        UUID guestId,
        Kind kind,
        State state,
        @Nullable ObjectId objectId,
        int attempts,
        @Nullable Instant sentAt,
        long version) {

    public enum Kind {
        INVITE,
        ADD_MEMBER
    }

    public enum State {
        /** Wished for; nothing has left the house, or the directory said that nothing happened. */
        PLANNED,
        /** Sent, and no answer recorded: it may have happened. */
        SENT,
        /** The directory has it. */
        CONFIRMED,
        /** An answer came that tells nothing: it may have happened. */
        UNKNOWN,
        /** Not sent, because the product only reports. */
        SUPPRESSED,
        /** The directory said no. */
        REFUSED
    }

    /** Whether it may have happened without our knowing. */
    public boolean isOpen() {
        return state == State.SENT || state == State.UNKNOWN;
    }

    public boolean isConfirmed() {
        return state == State.CONFIRMED;
    }
}
