package dev.guestward.directory.gateway;

import dev.guestward.directory.ObjectId;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** How an act stands, by what the directory shows. */
sealed interface Standing {

    /** The directory has it. */
    record Happened(@Nullable ObjectId account) implements Standing {}

    /** It has not happened, and may be sent. */
    record MaySend() implements Standing {}

    /** It cannot be told yet. */
    record CannotTell(Duration pause) implements Standing {}

    /** The directory does not show the account, which proves nothing yet. */
    record Absent(Duration pause) implements Standing {}

    /** It must not be done. */
    record MustNot(String code) implements Standing {}

    Standing HAPPENED = new Happened(null);
    Standing MAY_SEND = new MaySend();
}
