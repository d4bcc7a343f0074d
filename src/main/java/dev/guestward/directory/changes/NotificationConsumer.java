package dev.guestward.directory.changes;

import dev.guestward.directory.ObjectId;
import dev.guestward.directory.changes.NotificationParser.Item;
import dev.guestward.directory.changes.NotificationParser.Unreadable;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;
import org.springframework.kafka.annotation.KafkaListener;
import org.springframework.kafka.listener.BatchListenerFailedException;
import org.springframework.stereotype.Component;

/**
 * Works on stored notifications: collects the accounts a batch names and looks at each once. What cannot be read now is left
 * to the container, which hands the batch out again after a pause and keeps its place in the group meanwhile.
 */
@Component
class NotificationConsumer {
    static final String CONTAINER = "guestward-change-intake";

    private final ChangeIntake intake;
    private final Clock clock;
    /** Of the one thread of the container. */
    private @Nullable UnfinishedBatch unfinished;

    NotificationConsumer(ChangeIntake intake, Clock clock) {
        this.intake = intake;
        this.clock = clock;
    }

    @KafkaListener(
            id = CONTAINER,
            topics = "${guestward.directory.changes.topic:guestward.graph-notifications}",
            containerFactory = "notificationListeners")
    void work(List<ConsumerRecord<String, String>> batch) {
        Set<ObjectId> ids = new LinkedHashSet<>();
        BatchListenerFailedException unreadable = null;
        for (int i = 0; i < batch.size() && unreadable == null; i++) {
            try {
                for (Item item : parsed(batch.get(i))) {
                    if (item.user() != null) {
                        ids.add(item.user());
                    }
                }
            } catch (Unreadable e) {
                // what came before it in the batch is worked on, this one goes to the dead letters
                unreadable = new BatchListenerFailedException("A stored notification cannot be read", e, i);
            }
        }
        UnfinishedBatch left = unfinished;
        if (left == null || !left.isOf(batch)) {
            left = UnfinishedBatch.of(batch, ids);
        }
        unfinished = left;
        left.workOn(intake, clock.instant());
        unfinished = null;
        if (unreadable != null) {
            throw unreadable;
        }
    }

    private static List<Item> parsed(ConsumerRecord<String, String> stored) throws Unreadable {
        String value = stored.value();
        if (value == null) {
            throw new Unreadable("An empty record");
        }
        return NotificationParser.parse(value.getBytes(StandardCharsets.UTF_8));
    }
}
