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
 * @param secretChangedEvery when a subscription is made anew with another secret
 * @param collect how long notifications are collected before they are worked on
 * @param topicReplicas copies of each topic made at start; -1 leaves it to the broker
 */
@ConfigurationProperties("guestward.directory.changes")
public record ChangesSettings(
        @Nullable URI webhookUrl,
        @DefaultValue("guestward.graph-notifications") String topic,
        @DefaultValue("5m") Duration deltaEvery,
        @DefaultValue("10m") Duration subscriptionsEvery,
        @DefaultValue("90d") Duration secretChangedEvery,
        @DefaultValue("500ms") Duration collect,
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
        if (secretChangedEvery.compareTo(Duration.ofDays(1)) < 0) {
            throw new IllegalArgumentException(
                    "guestward.directory.changes.secret-changed-every must be at least one day");
        }
        if (collect.isNegative() || collect.compareTo(Duration.ofSeconds(2)) > 0) {
            throw new IllegalArgumentException("guestward.directory.changes.collect must be at most 2s");
        }
    }

    public String deadLetterTopic() {
        return topic + ".dlt";
    }
}
