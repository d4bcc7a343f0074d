package dev.guestward.directory.changes;

import dev.guestward.directory.ObjectId;
import dev.guestward.directory.changes.NotificationParser.Item;
import dev.guestward.directory.changes.NotificationParser.Unreadable;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.springframework.kafka.annotation.KafkaListener;
import org.springframework.kafka.listener.BatchListenerFailedException;
import org.springframework.stereotype.Component;

/** Works on stored notifications: collects the accounts a batch names and looks at each once. */
@Component
class NotificationConsumer {
    static final String CONTAINER = "guestward-change-intake";

    private final ChangeIntake intake;

    NotificationConsumer(ChangeIntake intake) {
        this.intake = intake;
    }

    @KafkaListener(
            id = CONTAINER,
            topics = "${guestward.directory.changes.topic:guestward.graph-notifications}",
            containerFactory = "notificationListeners")
    void work(List<ConsumerRecord<String, String>> batch) {
        Set<ObjectId> ids = new LinkedHashSet<>();
        for (int i = 0; i < batch.size(); i++) {
            try {
                for (Item item : parsed(batch.get(i))) {
                    if (item.user() != null) {
                        ids.add(item.user());
                    }
                }
            } catch (Unreadable e) {
                // what came before it in the batch is worked on, this one goes to the dead letters
                intake.lookAt(ids);
                throw new BatchListenerFailedException("A stored notification cannot be read", e, i);
            }
        }
        intake.lookAt(ids);
    }

    private static List<Item> parsed(ConsumerRecord<String, String> stored) throws Unreadable {
        String value = stored.value();
        if (value == null) {
            throw new Unreadable("An empty record");
        }
        return NotificationParser.parse(value.getBytes(StandardCharsets.UTF_8));
    }
}
