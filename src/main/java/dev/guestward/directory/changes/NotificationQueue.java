package dev.guestward.directory.changes;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.guestward.directory.ObjectId;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.springframework.kafka.KafkaException;
import org.springframework.kafka.core.KafkaTemplate;
import org.springframework.kafka.support.SendResult;

/** Stores what the webhook accepted. Its producer gives up within seconds: Graph sends again, and waits only so long. */
class NotificationQueue {
    static final Duration MAX_BLOCK = Duration.ofMillis(1500);
    static final Duration DELIVERY = Duration.ofSeconds(2);

    private static final ObjectMapper JSON = new ObjectMapper();

    private final KafkaTemplate<String, String> kafka;
    private final String topic;

    NotificationQueue(KafkaTemplate<String, String> kafka, String topic) {
        this.kafka = kafka;
        this.topic = topic;
    }

    /** A change somebody told us of. */
    record Hint(ObjectId user, String subscriptionId, String changeType) {}

    /**
     * Stores all of them.
     *
     * @return false if the broker did not confirm every one in time; some may be stored all the same
     */
    boolean store(Collection<Hint> hints) {
        try {
            List<CompletableFuture<SendResult<String, String>>> sends = hints.stream()
                    .map(hint -> kafka.send(topic, hint.user().value(), record(hint)))
                    .toList();
            CompletableFuture.allOf(sends.toArray(CompletableFuture[]::new))
                    .get(DELIVERY.toMillis(), TimeUnit.MILLISECONDS);
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        } catch (ExecutionException | TimeoutException | KafkaException e) {
            return false;
        }
    }

    /** The shape Graph itself uses, without the secret. */
    private static String record(Hint hint) {
        ObjectNode root = JSON.createObjectNode();
        ObjectNode item = root.putArray("value").addObject();
        item.put("subscriptionId", hint.subscriptionId());
        item.put("changeType", hint.changeType());
        item.put("resource", "Users/" + hint.user().value());
        item.putObject("resourceData").put("id", hint.user().value());
        return root.toString();
    }
}
