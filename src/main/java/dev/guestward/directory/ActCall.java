package dev.guestward.directory;

import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The call that makes an act, and the ids under which Microsoft finds it: ours, which is known before it leaves, and the one
 * that the answer bears. Of the calling thread while {@link #around} runs; reads are not concerned.
 */
public final class ActCall {
    private static final ThreadLocal<@Nullable ActCall> CURRENT = new ThreadLocal<>();
    private static final int LONGEST = 100;

    private final UUID clientRequestId = UUID.randomUUID();
    private boolean left;
    private @Nullable String requestId;
    private @Nullable Integer status;

    /** Makes the call. */
    public <T> T around(Supplier<T> act) {
        CURRENT.set(this);
        try {
            return act.get();
        } finally {
            CURRENT.remove();
        }
    }

    public static Optional<ActCall> current() {
        return Optional.ofNullable(CURRENT.get());
    }

    /** What it is called by us. */
    public UUID clientRequestId() {
        return clientRequestId;
    }

    /** It leaves the house now. Once more after an answer that only asked for a fresh token, which counts no more then. */
    public void leaves() {
        left = true;
        requestId = null;
        status = null;
    }

    /**
     * An answer came back.
     *
     * @param called the directory's own id, if the answer bears one
     */
    public void answered(int with, @Nullable String called) {
        status = with;
        requestId = called == null ? null : called.substring(0, Math.min(called.length(), LONGEST));
    }

    public boolean hasLeft() {
        return left;
    }

    public Optional<String> requestId() {
        return Optional.ofNullable(requestId);
    }

    /** Empty if no answer came back. */
    public Optional<Integer> status() {
        return Optional.ofNullable(status);
    }
}
