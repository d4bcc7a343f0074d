package dev.guestward.bulk;

import dev.guestward.schedule.PollingLoop;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;

/** Keeps the worker going from the moment the application is ready until it ends. */
@Component
@ConditionalOnProperty(name = "guestward.bulk.enabled", matchIfMissing = true)
class BulkLoop implements DisposableBean {
    private final PollingLoop loop;

    BulkLoop(BulkWorker worker, BulkSettings settings) {
        this.loop = new PollingLoop("bulk", settings.pollEvery(), worker::runOnce);
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
