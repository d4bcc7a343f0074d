package dev.guestward.directory;

import java.time.Duration;

/** A read got no usable answer. The same call may work later; nothing may be concluded from its absence. */
public class DirectoryUnavailable extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final Trouble trouble;
    private final Duration retryAfter;

    public DirectoryUnavailable(String message, Trouble trouble, Duration retryAfter) {
        super(message);
        this.trouble = trouble;
        this.retryAfter = retryAfter;
    }

    public Trouble trouble() {
        return trouble;
    }

    /** How long to wait before the next try; what the directory asked for, where it did. */
    public Duration retryAfter() {
        return retryAfter;
    }
}
