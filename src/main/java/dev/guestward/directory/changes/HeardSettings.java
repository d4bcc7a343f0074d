package dev.guestward.directory.changes;

import dev.guestward.directory.Need;
import java.util.List;
import java.util.Set;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * What the hospital lets us hear of.
 *
 * @param without needs whose permissions are left out on purpose
 */
@ConfigurationProperties("guestward.directory")
record HeardSettings(@DefaultValue Set<Need> without) {
    HeardSettings {
        without = Set.copyOf(without);
    }

    List<Heard> heard() {
        return without.contains(Need.HEAR_OF_GROUPS) ? List.of(Heard.USERS) : List.of(Heard.USERS, Heard.GROUPS);
    }
}
