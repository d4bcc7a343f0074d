package dev.guestward.directory.changes;

import dev.guestward.directory.changes.NotificationGate.Passed;
import dev.guestward.directory.changes.NotificationParser.Unreadable;
import dev.guestward.schedule.FleetTrigger;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Component;

/**
 * Where Graph tells us that something changed; {@link WebhookServlet} reads and answers.
 *
 * <p>Answers 202 once everything that is ours is stored, 503 if it could not be, 400 for a body that cannot be read. A
 * wrong secret or an unknown subscription is dropped and counted, and answered like any other: a rogue learns nothing, and
 * Graph would take an error for a reason to slow down.
 *
 * @see <a href="https://learn.microsoft.com/graph/change-notifications-delivery-webhooks">receiving notifications</a>
 */
@Component
class NotificationWebhook {
    private static final Logger log = LoggerFactory.getLogger(NotificationWebhook.class);
    private static final int LONGEST_TOKEN = 2_000;

    private final NotificationGate gate;
    private final NotificationQueue queue;
    private final SubscriptionStore subscriptions;
    private final EarlyDelta delta;
    private final FleetTrigger trigger;

    NotificationWebhook(
            NotificationGate gate,
            NotificationQueue queue,
            SubscriptionStore subscriptions,
            EarlyDelta delta,
            FleetTrigger trigger) {
        this.gate = gate;
        this.queue = queue;
        this.subscriptions = subscriptions;
        this.delta = delta;
        this.trigger = trigger;
    }

    /** An answer; the text only where it helps whoever tries things out. */
    record Answered(HttpStatus status, String text) {
        static Answered of(HttpStatus status) {
            return new Answered(status, "");
        }
    }

    /** @param tokens all that came with the address */
    static Answered handshake(List<String> tokens) {
        String token = tokens.get(0);
        if (tokens.size() != 1
                || token.isEmpty()
                || token.length() > LONGEST_TOKEN
                || token.chars().anyMatch(c -> c < 32 || c == 127)) {
            return Answered.of(HttpStatus.BAD_REQUEST);
        }
        return new Answered(HttpStatus.OK, token);
    }

    CompletableFuture<Answered> receive(byte[] body) {
        Passed passed;
        try {
            passed = gate.pass(NotificationParser.parse(body));
        } catch (Unreadable e) {
            gate.count("unreadable", 1);
            delta.ask("unreadable");
            return CompletableFuture.completedFuture(
                    new Answered(HttpStatus.BAD_REQUEST, String.valueOf(e.getMessage())));
        }
        lifecycle(passed);
        int many = passed.hints().size();
        if (many == 0) {
            return CompletableFuture.completedFuture(Answered.of(HttpStatus.ACCEPTED));
        }
        return queue.store(passed.hints()).thenApply(stored -> {
            gate.count(stored ? "stored" : "not-stored", many);
            if (!stored) {
                log.warn("{} notifications could not be stored; Graph is asked to send them again", many);
            }
            return Answered.of(stored ? HttpStatus.ACCEPTED : HttpStatus.SERVICE_UNAVAILABLE);
        });
    }

    /** Whoever sent more than we take may have told us of something. */
    Answered tooLarge() {
        gate.count("too-large", 1);
        delta.ask("too-large");
        return Answered.of(HttpStatus.PAYLOAD_TOO_LARGE);
    }

    /** The keeper answers, on whichever node it runs; here nobody calls Graph. */
    void lifecycle(Passed passed) {
        boolean wanted = false;
        for (GraphSubscriptionRow row : passed.reauthorize()) {
            if (subscriptions.reauthorizationWanted(row)) {
                log.info("{}: the directory wants to see our authorization", row);
                wanted = true;
            }
        }
        if (wanted || passed.missed()) {
            trigger.soon(SubscriptionKeeper.NAME);
        }
        if (passed.missed()) {
            delta.ask("missed");
        }
    }
}
