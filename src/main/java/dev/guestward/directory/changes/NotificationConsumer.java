package dev.guestward.directory.changes;

import dev.guestward.directory.ObjectId;
import dev.guestward.directory.changes.NotificationParser.Item;
import dev.guestward.directory.changes.NotificationParser.Unreadable;
import io.micrometer.core.instrument.MeterRegistry;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.springframework.kafka.annotation.KafkaListener;
import org.springframework.kafka.listener.BatchListenerFailedException;
import org.springframework.stereotype.Component;

/**
 * Works on stored notifications: collects the accounts a batch names and looks at each once. When this returns, each has
 * been looked at, waits to be looked at later, or was set aside; only then the place in the topic moves on. If database or
 * broker are away, the container pauses and hands the batch out again.
 */
@Component
class NotificationConsumer {
    static final String CONTAINER = "guestward-change-intake";

    private final ChangeIntake intake;
    private final GroupLookTable groups;
    private final SubscriptionStore subscriptions;
    private final DeadLetters deadLetters;
    private final MeterRegistry meters;

    NotificationConsumer(
            ChangeIntake intake,
            GroupLookTable groups,
            SubscriptionStore subscriptions,
            DeadLetters deadLetters,
            MeterRegistry meters) {
        this.intake = intake;
        this.groups = groups;
        this.subscriptions = subscriptions;
        this.deadLetters = deadLetters;
        this.meters = meters;
    }

    @KafkaListener(
            id = CONTAINER,
            topics = "${guestward.directory.changes.topic:guestward.graph-notifications}",
            containerFactory = "notificationListeners")
    void work(List<ConsumerRecord<String, String>> batch) {
        try {
            workOn(batch);
        } catch (RuntimeException e) {
            // whatever it is, none of the batch may count as done: the error handler tries again, then sets it aside
            throw new BatchListenerFailedException("Notifications could not be worked on now", e, batch.get(0));
        }
        meters.counter("guestward.intake", "result", "records").increment(batch.size());
    }

    private void workOn(List<ConsumerRecord<String, String>> batch) {
        Set<ObjectId> named = new LinkedHashSet<>();
        Set<ObjectId> changed = new LinkedHashSet<>();
        Set<String> told = new LinkedHashSet<>();
        for (ConsumerRecord<String, String> stored : batch) {
            try {
                for (Item item : parsed(stored)) {
                    if (item.user() != null) {
                        named.add(item.user());
                    }
                    if (item.group() != null) {
                        changed.add(item.group());
                    }
                    if (item.subscriptionId() != null) {
                        told.add(item.subscriptionId());
                    }
                }
            } catch (Unreadable e) {
                deadLetters.setAside(stored.key(), stored.value(), "unreadable");
            }
        }
        groups.wanted(changed);
        intake.work(named);
        subscriptions.notified(told);
    }

    private static List<Item> parsed(ConsumerRecord<String, String> stored) throws Unreadable {
        String value = stored.value();
        if (value == null) {
            throw new Unreadable("An empty record");
        }
        return NotificationParser.parse(value.getBytes(StandardCharsets.UTF_8));
    }
}
