package dev.guestward.directory;

import java.util.Set;

/**
 * The directory says that something about these accounts or groups has changed, not what. Told at least once and in no order,
 * by whoever heard it, on that node.
 */
public record ChangesNamed(Set<ObjectId> ids) {
    public ChangesNamed {
        ids = Set.copyOf(ids);
    }
}
