package dev.guestward.directory;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** A read got no usable answer. The same call may work later; nothing may be concluded from its absence. */
public class DirectoryUnavailable extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final Duration retryAfter;

    public DirectoryUnavailable(String message, Duration retryAfter, @Nullable Throwable cause) {
        super(message, cause);
        this.retryAfter = retryAfter;
    }

    /** How long to wait before the next try; what the directory asked for, where it did. */
    public Duration retryAfter() {
        return retryAfter;
    }
}
