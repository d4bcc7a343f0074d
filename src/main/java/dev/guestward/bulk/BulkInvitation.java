package dev.guestward.bulk;

import dev.guestward.people.PersonId;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A file that was checked and found good.
 *
 * @param fileName as the uploader calls it; null when there was none, or when it has been wiped
 * @param rows lines with a request
 * @param wipedAt when the lines stopped telling about people
 */
public record BulkInvitation(
        UUID id,
        PersonId uploader,
        @Nullable String fileName,
        String language,
        State state,
        int rows,
        Instant uploadedAt,
        @Nullable Instant confirmedAt,
        @Nullable Instant finishedAt,
        @Nullable Instant wipedAt) {

    public enum State {
        /** Shown, and waits to be confirmed. */
        CHECKED,
        /** Worked off line by line. */
        RUNNING,
        /** Each line has its result. */
        FINISHED
    }
}
