package dev.guestward.schedule;

import java.time.Duration;

/**
 * A look at everything there is, again and again. A run finds out by itself what is due: after a pause of three days it
 * is called once, not once for each interval missed.
 */
public interface FleetJob {
    /** Stable and unique, {@code expiry-sweep}: the schedule remembers the job by it. */
    String name();

    /** From the start of one run to the start of the next, at least a second; runs of one job never overlap. */
    Duration every();

    /**
     * One run. It may be cut off at any point and is then called again at the next interval, maybe on another node. An
     * exception is logged and counted and keeps nothing from the next run.
     */
    void run();

    /** Whether to run once more when a node starts, not only at the next interval. */
    default boolean atStart() {
        return false;
    }
}
