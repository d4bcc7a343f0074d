package dev.guestward.directory.changes;

import dev.guestward.directory.ObjectId;
import dev.guestward.directory.changes.NotificationGate.Passed;
import dev.guestward.directory.changes.NotificationParser.Unreadable;
import dev.guestward.directory.changes.NotificationQueue.Hint;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.springframework.kafka.listener.BatchListenerFailedException;
import org.springframework.kafka.listener.BatchMessageListener;
import org.springframework.stereotype.Component;

/**
 * Works on what Graph sends into an event hub, by the same rules as on what it posts to the webhook: whoever may write into
 * the hub is believed no more than a stranger.
 */
@Component
class EventHubConsumer implements BatchMessageListener<String, String> {
    private final NotificationGate gate;
    private final NotificationWebhook webhook;
    private final ChangeIntake intake;
    private final GroupLookTable groups;
    private final SubscriptionStore subscriptions;
    private final DeadLetters deadLetters;

    EventHubConsumer(
            NotificationGate gate,
            NotificationWebhook webhook,
            ChangeIntake intake,
            GroupLookTable groups,
            SubscriptionStore subscriptions,
            DeadLetters deadLetters) {
        this.gate = gate;
        this.webhook = webhook;
        this.intake = intake;
        this.groups = groups;
        this.subscriptions = subscriptions;
        this.deadLetters = deadLetters;
    }

    @Override
    public void onMessage(List<ConsumerRecord<String, String>> batch) {
        try {
            workOn(batch);
        } catch (RuntimeException e) {
            // whatever it is, none of the batch may count as done: the error handler tries again, then sets it aside
            throw new BatchListenerFailedException("Notifications could not be worked on now", e, batch.get(0));
        }
    }

    private void workOn(List<ConsumerRecord<String, String>> batch) {
        Set<ObjectId> named = new LinkedHashSet<>();
        Set<ObjectId> changed = new LinkedHashSet<>();
        Set<String> told = new LinkedHashSet<>();
        for (ConsumerRecord<String, String> message : batch) {
            String value = message.value() == null ? "" : message.value();
            try {
                Passed passed = gate.pass(NotificationParser.parse(value.getBytes(StandardCharsets.UTF_8)));
                webhook.lifecycle(passed);
                for (Hint hint : passed.hints()) {
                    (hint.heard() == Heard.USERS ? named : changed).add(hint.id());
                    told.add(hint.subscriptionId());
                }
                gate.count("stored", passed.hints().size());
            } catch (Unreadable e) {
                gate.count("unreadable", 1);
                deadLetters.setAside(message.key(), message.value(), "unreadable");
            }
        }
        groups.wanted(changed);
        intake.work(named);
        subscriptions.notified(told);
    }
}
