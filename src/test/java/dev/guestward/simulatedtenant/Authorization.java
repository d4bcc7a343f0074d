package dev.guestward.simulatedtenant;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Whether a subscription may still deliver, and what it holds back meanwhile. Guarded by {@link Notifications}. */
final class Authorization {
    private static final Duration NEVER_BOTH_WITHIN = Duration.ofMinutes(10);

    private Instant since;
    private Instant reauthorized = Instant.MIN;
    private Instant extended = Instant.MIN;
    private boolean paused;
    private boolean corrupted;
    private long watch;
    private List<Held> held = new ArrayList<>();

    Authorization(Instant since) {
        this.since = since;
    }

    void reauthorized(Instant now, boolean corruptible) {
        reauthorized = now;
        renewed(now);
        corrupted |= corruptible && near(extended, now);
    }

    void extended(Instant now, boolean corruptible) {
        extended = now;
        renewed(now);
        corrupted |= corruptible && near(reauthorized, now);
    }

    private void renewed(Instant now) {
        since = now;
        paused = false;
    }

    private static boolean near(Instant before, Instant now) {
        return before.isAfter(now.minus(NEVER_BOTH_WITHIN));
    }

    Instant since() {
        return since;
    }

    /** Begins to watch its age anew, and returns by which number the watch is known. */
    long watched() {
        return ++watch;
    }

    boolean watchedBy(long number) {
        return watch == number;
    }

    void pause() {
        paused = true;
    }

    boolean paused() {
        return paused;
    }

    boolean corrupted() {
        return corrupted;
    }

    void hold(ObjectNode notification, Instant now) {
        held.add(new Held(notification, now));
    }

    /** What was held back, oldest first; nothing is any more. */
    List<Held> release() {
        var released = held;
        held = new ArrayList<>();
        return released;
    }

    void addTo(ObjectNode json) {
        json.put("authorizedAt", since.toString())
                .put("paused", paused)
                .put("corrupted", corrupted)
                .put("held", held.size());
    }

    record Held(ObjectNode notification, Instant at) {}
}
