package dev.guestward.removal;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How guests are removed.
 *
 * @param undo how long a removal that a person asked for can be taken back before anything is done
 * @param grace how long a blocked account is kept before it is deleted
 */
@ConfigurationProperties("guestward.removal")
public record RemovalSettings(
        @DefaultValue("15m") Duration undo,
        @DefaultValue("30d") Duration grace) {
    public RemovalSettings {
        if (undo.isNegative() || undo.compareTo(Duration.ofDays(1)) > 0) {
            throw new IllegalArgumentException("guestward.removal.undo must be between 0s and 1d");
        }
        if (grace.compareTo(Duration.ofDays(7)) < 0 || grace.compareTo(Duration.ofDays(90)) > 0) {
            throw new IllegalArgumentException("guestward.removal.grace must be between 7d and 90d");
        }
    }
}
