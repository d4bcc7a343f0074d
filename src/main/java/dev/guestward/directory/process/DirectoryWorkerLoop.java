package dev.guestward.directory.process;

import dev.guestward.schedule.PollingLoop;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;

/** Keeps the worker going from the moment the application is ready until it ends. */
@Component
@ConditionalOnProperty(name = "guestward.directory.worker.enabled", matchIfMissing = true)
class DirectoryWorkerLoop implements DisposableBean {
    private final PollingLoop loop;

    DirectoryWorkerLoop(DirectoryTaskWorker worker, DirectoryWorkerSettings settings) {
        this.loop = new PollingLoop("directory-worker", settings.pollEvery(), worker::runOnce);
    }

    @EventListener(ApplicationReadyEvent.class)
    void start() {
        loop.start();
    }

    @Override
    public void destroy() {
        loop.close();
    }
}
