package dev.guestward.readiness;

import dev.guestward.directory.Need;
import java.time.Duration;
import java.util.Set;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * What the hospital wants from its tenant.
 *
 * @param without needs whose permissions are left out on purpose; nothing that is required
 * @param rulesKept how long the tenant's rules about guests are believed, 1 min to 24 h. The directory allows few reads of
 *     some of them, and a change takes up to an hour to apply
 */
@ConfigurationProperties("guestward.directory")
record ReadinessSettings(
        @DefaultValue Set<Need> without, @DefaultValue("1h") Duration rulesKept) {
    ReadinessSettings {
        without = Set.copyOf(without);
        without.stream().filter(Need::isRequired).findFirst().ifPresent(need -> {
            throw new IllegalArgumentException(
                    "guestward.directory.without cannot name " + need + ": the product does not work without it");
        });
        if (rulesKept.compareTo(Duration.ofMinutes(1)) < 0 || rulesKept.compareTo(Duration.ofHours(24)) > 0) {
            throw new IllegalArgumentException("guestward.directory.rules-kept must be between 1m and 24h");
        }
    }
}
