package dev.guestward.readiness;

import dev.guestward.directory.Need;
import java.util.Set;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * What the hospital wants from its tenant.
 *
 * @param without needs whose permissions are left out on purpose; nothing that is required
 */
@ConfigurationProperties("guestward.directory")
record ReadinessSettings(@DefaultValue Set<Need> without) {
    ReadinessSettings {
        without = Set.copyOf(without);
        without.stream().filter(Need::isRequired).findFirst().ifPresent(need -> {
            throw new IllegalArgumentException(
                    "guestward.directory.without cannot name " + need + ": the product does not work without it");
        });
    }
}
