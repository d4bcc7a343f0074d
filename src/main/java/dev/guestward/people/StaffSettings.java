package dev.guestward.people;

import dev.guestward.directory.ObjectId;
import jakarta.validation.constraints.NotBlank;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * Which groups of the directory give which role.
 *
 * @param administratorsGroup object id of the administrators' group
 * @param ownersGroup object id of the group of application owners
 * @param sponsorsGroup object id of the sponsors' group
 * @param readEvery how often the groups are read
 */
@Validated
@ConfigurationProperties("guestward.people")
public record StaffSettings(
        @NotBlank String administratorsGroup,
        @NotBlank String ownersGroup,
        @NotBlank String sponsorsGroup,
        @DefaultValue("10m") Duration readEvery) {
    public StaffSettings {
        check("administrators-group", administratorsGroup);
        check("owners-group", ownersGroup);
        check("sponsors-group", sponsorsGroup);
    }

    /** All three; one group may stand for several roles. */
    public Set<ObjectId> groups() {
        Set<ObjectId> all = new HashSet<>();
        for (String id : List.of(administratorsGroup, ownersGroup, sponsorsGroup)) {
            all.add(new ObjectId(id));
        }
        return all;
    }

    private static void check(String name, String value) {
        if (value != null && ObjectId.parse(value).isEmpty()) {
            throw new IllegalArgumentException("guestward.people." + name + " must be the object id of a group");
        }
    }
}
