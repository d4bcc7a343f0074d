package dev.guestward.platform.engine;

import dev.guestward.people.Role;
import java.util.Set;

/**
 * A bean of this kind lets people start a workflow from Tasklist; administrators always may.
 *
 * @param processKey id of the process in its model
 */
public record StartRight(String processKey, Set<Role> roles) {
    public StartRight {
        roles = Set.copyOf(roles);
    }
}
