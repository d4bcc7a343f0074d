package dev.guestward.bulk;

import dev.guestward.schedule.PollingLoop;
import dev.guestward.schedule.RunningLoops;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.stereotype.Component;

/** Works off files of guests. */
@Component
@ConditionalOnProperty(name = "guestward.bulk.enabled", matchIfMissing = true)
class BulkLoop extends RunningLoops {
    BulkLoop(BulkWorker worker, BulkSettings settings) {
        super(new PollingLoop("bulk", settings.pollEvery(), worker::runOnce));
    }
}
