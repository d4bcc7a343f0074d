package dev.guestward.mail;

import dev.guestward.schedule.PollingLoop;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;

/** Keeps the relay going from the moment the application is ready until it ends. */
@Component
@ConditionalOnProperty(name = "guestward.mail.enabled", matchIfMissing = true)
class MailRelayLoop implements DisposableBean {
    private final PollingLoop loop;

    MailRelayLoop(MailRelay relay, MailSettings settings) {
        this.loop = new PollingLoop("mail-relay", settings.pollEvery(), relay::runOnce);
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
