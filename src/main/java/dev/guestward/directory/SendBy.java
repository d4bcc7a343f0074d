package dev.guestward.directory;

import java.time.Instant;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The time by which the acts of the calling thread must have left. Whoever holds a task only until a lock ends says so
 * here: however long a token or a connection takes, nothing is sent afterwards, when somebody else may have taken over.
 * An act that comes too late yields {@link Answer.NotSent} with the code {@code too-late}; reads are not concerned.
 */
public final class SendBy {
    private static final ThreadLocal<@Nullable Instant> LATEST = new ThreadLocal<>();

    private SendBy() {}

    /** Runs something of which no act may leave after {@code latest}; inside another one the earlier time holds. */
    public static <T> T within(Instant latest, Supplier<T> acts) {
        Instant outer = LATEST.get();
        LATEST.set(outer != null && outer.isBefore(latest) ? outer : latest);
        try {
            return acts.get();
        } finally {
            if (outer == null) {
                LATEST.remove();
            } else {
                LATEST.set(outer);
            }
        }
    }

    public static boolean hasPassed(Instant now) {
        Instant latest = LATEST.get();
        return latest != null && now.isAfter(latest);
    }
}
