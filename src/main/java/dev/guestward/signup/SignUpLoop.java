package dev.guestward.signup;

import dev.guestward.schedule.PollingLoop;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;

/** Keeps the worker going from the moment the application is ready until it ends, where there is a page. */
@Component
@ConditionalOnProperty(
        prefix = "guestward.sign-up",
        name = {"enabled", "worker-enabled"},
        havingValue = "true")
class SignUpLoop implements DisposableBean {
    private final PollingLoop loop;

    SignUpLoop(SignUpWorker worker, SignUpSettings settings) {
        this.loop = new PollingLoop("sign-up", settings.pollEvery(), worker::runOnce);
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
