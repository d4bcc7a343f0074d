package dev.guestward.directory.process;

import dev.guestward.schedule.PollingLoop;
import dev.guestward.schedule.RunningLoops;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.stereotype.Component;

/** Looks for tasks that wish for acts. */
@Component
@ConditionalOnProperty(name = "guestward.directory.worker.enabled", matchIfMissing = true)
class DirectoryWorkerLoop extends RunningLoops {
    DirectoryWorkerLoop(DirectoryTaskWorker worker, DirectoryWorkerSettings settings) {
        super(new PollingLoop("directory-worker", settings.pollEvery(), worker::runOnce));
    }
}
