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
import org.jspecify.annotations.Nullable;
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
    record Hint(Heard heard, ObjectId id, String subscriptionId, String changeType) {
        /** The shape Graph itself uses, without the secret. */
        String record() {
            ObjectNode root = JSON.createObjectNode();
            ObjectNode item = root.putArray("value").addObject();
            item.put("subscriptionId", subscriptionId);
            item.put("changeType", changeType);
            item.put("resource", heard.collection() + "/" + id.value());
            item.putObject("resourceData").put("id", id.value());
            return root.toString();
        }
    }

    /**
     * Stores all of them. May hold the caller for as long as {@link #MAX_BLOCK} while the broker is away; what it promises
     * comes within {@link #DELIVERY} of the call.
     *
     * @return false if the broker did not confirm every one in time; some may be stored all the same
     */
    CompletableFuture<Boolean> store(Collection<Hint> hints) {
        long began = System.nanoTime();
        List<CompletableFuture<SendResult<String, String>>> sends;
        try {
            sends = hints.stream()
                    .map(hint -> kafka.send(topic, hint.id().value(), hint.record()))
                    .toList();
        } catch (KafkaException e) {
            return CompletableFuture.completedFuture(false);
        }
        long left = DELIVERY.toNanos() - (System.nanoTime() - began);
        return CompletableFuture.allOf(sends.toArray(CompletableFuture[]::new))
                .orTimeout(Math.max(1, left), TimeUnit.NANOSECONDS)
                .handle((done, failure) -> failure == null);
    }

    /** Puts a record back that was set aside, and waits for the broker. */
    boolean again(@Nullable String key, @Nullable String value) {
        try {
            kafka.send(topic, key, value).get(DELIVERY.toMillis(), TimeUnit.MILLISECONDS);
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        } catch (ExecutionException | TimeoutException | KafkaException e) {
            return false;
        }
    }
}
