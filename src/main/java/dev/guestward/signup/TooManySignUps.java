package dev.guestward.signup;

import java.time.Duration;

/** More forms came than are taken, from one place or altogether. Says nothing about any address. */
public class TooManySignUps extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final Duration wait;

    TooManySignUps(Duration wait) {
        super("too many sign-ups");
        this.wait = wait;
    }

    /** In whole seconds, at least one. */
    public long retryAfterSeconds() {
        return Math.max(1, wait.plusMillis(999).toSeconds());
    }
}
