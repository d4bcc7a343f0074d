package dev.guestward.expiry;

import java.time.Duration;
import java.util.List;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How an end of access is announced.
 *
 * @param warnings how long before the end sponsor and guest are written to: the first time and the last time
 * @param longestEmergency how far from now an extension may reach that nobody has to approve
 * @param emergencyPause how long after one such extension the same guest gets no other
 */
@ConfigurationProperties("guestward.expiry")
public record ExpirySettings(
        @DefaultValue({"14d", "1d"}) List<Duration> warnings,
        @DefaultValue("72h") Duration longestEmergency,
        @DefaultValue("30d") Duration emergencyPause) {
    private static final Duration LONGEST_EMERGENCY = Duration.ofHours(72);
    private static final Duration LONGEST_PAUSE = Duration.ofDays(365);
    private static final Duration EARLIEST = Duration.ofDays(60);

    public ExpirySettings {
        warnings = List.copyOf(warnings);
        if (warnings.size() != 2
                || warnings.get(0).compareTo(warnings.get(1)) <= 0
                || warnings.get(1).compareTo(Duration.ofHours(1)) < 0
                || warnings.get(0).compareTo(EARLIEST) > 0) {
            throw new IllegalArgumentException(
                    "guestward.expiry.warnings needs two times before the end, between 60d and 1h, the longer one first");
        }
        if (longestEmergency.compareTo(Duration.ofHours(1)) < 0 || longestEmergency.compareTo(LONGEST_EMERGENCY) > 0) {
            throw new IllegalArgumentException("guestward.expiry.longest-emergency must be between 1h and 72h");
        }
        if (emergencyPause.compareTo(longestEmergency) < 0 || emergencyPause.compareTo(LONGEST_PAUSE) > 0) {
            throw new IllegalArgumentException(
                    "guestward.expiry.emergency-pause must be between longest-emergency and 365d");
        }
    }

    /** How long before an end it is prepared. */
    Duration ahead() {
        return warnings.get(0);
    }

    /** How long before an end it is announced for the last time. */
    public Duration lastWarning() {
        return warnings.get(1);
    }
}
