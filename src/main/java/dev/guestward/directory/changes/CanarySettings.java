package dev.guestward.directory.changes;

import dev.guestward.directory.ObjectId;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Whether and how the way of changes is proven.
 *
 * @param objectId the canary: a guest nobody is behind, invited and never accepted; without one nothing is proven
 * @param every pause between two test changes, 30 minutes at least: each is a write
 * @param notifiedWithin when a notification of a test change is missed
 */
@ConfigurationProperties("guestward.directory.canary")
public record CanarySettings(
        @Nullable String objectId,
        @DefaultValue("30m") Duration every,
        @DefaultValue("10m") Duration notifiedWithin) {
    public CanarySettings {
        if (objectId != null && objectId.isBlank()) {
            objectId = null;
        }
        if (objectId != null && ObjectId.parse(objectId).isEmpty()) {
            throw new IllegalArgumentException("guestward.directory.canary.object-id must be the object id of a guest");
        }
        if (every.compareTo(Duration.ofMinutes(30)) < 0 || every.compareTo(Duration.ofDays(1)) > 0) {
            throw new IllegalArgumentException("guestward.directory.canary.every must be between 30m and 1d");
        }
        if (notifiedWithin.compareTo(Duration.ofMinutes(1)) < 0
                || notifiedWithin.multipliedBy(2).compareTo(every) > 0) {
            throw new IllegalArgumentException("guestward.directory.canary.notified-within must be at least 1m and at"
                    + " most half of guestward.directory.canary.every");
        }
    }

    /** The canary's account; empty if there is none. */
    Optional<ObjectId> account() {
        return Optional.ofNullable(objectId).flatMap(ObjectId::parse);
    }

    /** When a test change is missed in the delta feed: an early and a usual run must have been over. */
    Duration foundWithin(ChangesSettings changes) {
        Duration patience = notifiedWithin.plus(changes.deltaEvery().multipliedBy(2));
        return patience.compareTo(every) > 0 ? every : patience;
    }
}
