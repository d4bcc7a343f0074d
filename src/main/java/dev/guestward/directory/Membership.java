package dev.guestward.directory;

import org.jspecify.annotations.Nullable;

/**
 * Something a user directly belongs to.
 *
 * @param name null where we may not read it
 */
public record Membership(ObjectId id, Kind kind, @Nullable String name) {
    public enum Kind {
        GROUP,
        DIRECTORY_ROLE,
        ADMINISTRATIVE_UNIT,
        OTHER
    }
}
