package dev.guestward.directory;

import org.jspecify.annotations.Nullable;

/**
 * A group somebody is in, and who decides on its members.
 *
 * @param name null where we may not read it
 */
public record HeldGroup(ObjectId id, @Nullable String name, Filled filled) {

    /** Who puts members in and takes them out. */
    public enum Filled {
        BY_HAND,
        /** A rule of the directory; nobody else can. */
        BY_RULE,
        /** The on-premises directory. */
        ON_PREMISES,
        /** By hand, but only by those who may give directory roles: the group can hold such. */
        WITH_ROLES
    }
}
