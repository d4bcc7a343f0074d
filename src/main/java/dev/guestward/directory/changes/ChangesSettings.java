package dev.guestward.directory.changes;

import java.net.URI;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How changes come in.
 *
 * @param webhookUrl address under which Graph reaches this product; without one there are no notifications and the delta
 *     run alone finds changes
 * @param topic where notifications are kept until they are worked on
 * @param deltaEvery pause between two looks at everything that changed, 1 to 15 minutes
 * @param subscriptionsEvery pause between two looks at our subscriptions
 * @param topicReplicas copies of each topic made at start; -1 leaves it to the broker
 */
@ConfigurationProperties("guestward.directory.changes")
public record ChangesSettings(
        @Nullable URI webhookUrl,
        @DefaultValue("guestward.graph-notifications") String topic,
        @DefaultValue("5m") Duration deltaEvery,
        @DefaultValue("10m") Duration subscriptionsEvery,
        @DefaultValue("-1") short topicReplicas) {
    public ChangesSettings {
        if (webhookUrl != null && webhookUrl.toString().isBlank()) {
            webhookUrl = null;
        }
        if (webhookUrl != null && webhookUrl.getHost() == null) {
            throw new IllegalArgumentException("guestward.public-url must be an absolute address");
        }
        if (deltaEvery.compareTo(Duration.ofSeconds(10)) < 0 || deltaEvery.compareTo(Duration.ofMinutes(15)) > 0) {
            throw new IllegalArgumentException(
                    "guestward.directory.changes.delta-every must be between 10s and 15m: cursors and promises depend on it");
        }
    }

    public String deadLetterTopic() {
        return topic + ".dlt";
    }
}
