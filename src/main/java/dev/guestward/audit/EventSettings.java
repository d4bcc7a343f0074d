package dev.guestward.audit;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * What is published about guests.
 *
 * @param topic where it is published
 * @param source by which readers know this installation
 * @param topicReplicas copies of each topic made at start; -1 leaves it to the broker
 * @param every pause between two looks when there is nothing to publish
 */
@ConfigurationProperties("guestward.events")
public record EventSettings(
        @DefaultValue("guestward.guest-events") String topic,
        @DefaultValue("/guestward") String source,
        @DefaultValue("-1") short topicReplicas,
        @DefaultValue("1s") Duration every) {
    public EventSettings {
        if (topic.isBlank() || source.isBlank()) {
            throw new IllegalArgumentException("guestward.events.topic and .source must not be empty");
        }
        if (every.compareTo(Duration.ofMillis(100)) < 0 || every.compareTo(Duration.ofMinutes(5)) > 0) {
            throw new IllegalArgumentException("guestward.events.every must be between 100ms and 5m");
        }
    }

    /** Not written by us: for readers, who set aside there what they cannot work on. */
    String deadLetterTopic() {
        return topic + ".dlt";
    }
}
