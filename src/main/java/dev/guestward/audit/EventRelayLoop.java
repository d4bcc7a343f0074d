package dev.guestward.audit;

import dev.guestward.schedule.PollingLoop;
import dev.guestward.schedule.RunningLoops;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.stereotype.Component;

/** Publishes what is left to publish. */
@Component
@ConditionalOnProperty(name = "guestward.events.enabled", matchIfMissing = true)
class EventRelayLoop extends RunningLoops {
    EventRelayLoop(EventRelay relay, EventSettings settings) {
        super(new PollingLoop("event-relay", settings.every(), relay::runOnce));
    }
}
