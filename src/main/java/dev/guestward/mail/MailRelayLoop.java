package dev.guestward.mail;

import dev.guestward.schedule.PollingLoop;
import dev.guestward.schedule.RunningLoops;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.stereotype.Component;

/** Sends what is in the outbox. */
@Component
@ConditionalOnProperty(name = "guestward.mail.enabled", matchIfMissing = true)
class MailRelayLoop extends RunningLoops {
    MailRelayLoop(MailRelay relay, MailSettings settings) {
        super(new PollingLoop("mail-relay", settings.pollEvery(), relay::runOnce));
    }
}
