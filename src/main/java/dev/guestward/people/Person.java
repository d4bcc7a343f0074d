package dev.guestward.people;

import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Somebody of the hospital, as the directory last showed them.
 *
 * @param userName short name for typing and for local sign-in, {@code amara.singh}
 * @param principalName {@code userPrincipalName}
 * @param enabled false also for people whom the directory no longer lists
 * @param manager as {@link Managers} was last told; need not be one of the people known here
 */
public record Person(
        PersonId id,
        String userName,
        String principalName,
        String displayName,
        @Nullable String mail,
        boolean enabled,
        Set<Role> roles,
        @Nullable PersonId manager) {
    public Person {
        roles = Set.copyOf(roles);
    }

    public boolean has(Role role) {
        return roles.contains(role);
    }
}
