package dev.guestward.problem;

import java.io.IOException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** More was sent than an address takes. Whoever reads the body meets it; what it says is meant for the caller. */
public final class TooLarge extends IOException {
    private static final long serialVersionUID = 1L;

    public TooLarge(String message) {
        super(message);
    }

    /** The one behind a failure: readers of JSON wrap what they meet. */
    public static Optional<TooLarge> behind(@Nullable Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof TooLarge found) {
                return Optional.of(found);
            }
        }
        return Optional.empty();
    }
}
