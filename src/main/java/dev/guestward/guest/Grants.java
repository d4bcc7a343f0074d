package dev.guestward.guest;

import dev.guestward.clinic.KnownGrants;
import dev.guestward.directory.ObjectId;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotEmpty;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.validation.annotation.Validated;

/**
 * What a guest can be given.
 *
 * @param grants by key, for example {@code health-records}
 */
@Validated
@ConfigurationProperties("guestward")
public record Grants(@NotEmpty @Valid Map<String, Grant> grants) implements KnownGrants {

    /**
     * One grant.
     *
     * @param name what people call it
     * @param groupId the guests group whose members have the access
     * @param applicationId the application (client) id of what they use, by which access policies of the tenant name it
     */
    public record Grant(
            @NotBlank String name,
            @NotBlank String groupId,
            @Nullable String applicationId) {
        public Grant {
            if (ObjectId.parse(groupId).isEmpty()) {
                throw new IllegalArgumentException("guestward.grants.*.group-id must be the object id of a group");
            }
            if (applicationId != null) {
                applicationId = ObjectId.parse(applicationId)
                        .map(ObjectId::value)
                        .orElseThrow(() -> new IllegalArgumentException(
                                "guestward.grants.*.application-id must be the client id of an application"));
            }
        }

        public ObjectId group() {
            return new ObjectId(groupId);
        }
    }

    public Grants {
        grants = new TreeMap<>(grants);
    }

    @Override
    public Set<String> keys() {
        return grants.keySet();
    }

    public Optional<Grant> find(String key) {
        return Optional.ofNullable(grants.get(key));
    }

    /** Its name, or the key of a grant that is no longer configured. */
    public String nameOf(String key) {
        return find(key).map(Grant::name).orElse(key);
    }
}
