package dev.guestward.removal;

import dev.guestward.schedule.PollingLoop;
import dev.guestward.schedule.RunningLoops;
import java.time.Duration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.stereotype.Component;

/** Looks for blocked guests whose access is to be written down. */
@Component
@ConditionalOnProperty(name = "guestward.directory.worker.enabled", matchIfMissing = true)
class RemovalLoops extends RunningLoops {
    private static final Duration PAUSE = Duration.ofSeconds(2);

    RemovalLoops(SnapshotTaker snapshots) {
        super(new PollingLoop("removal-snapshots", PAUSE, snapshots::runOnce));
    }
}
