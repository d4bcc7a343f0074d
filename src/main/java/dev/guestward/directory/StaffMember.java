package dev.guestward.directory;

import org.jspecify.annotations.Nullable;

/** An employee as listed in one of the hospital's groups. */
public record StaffMember(
        ObjectId id,
        String principalName,
        String displayName,
        @Nullable String mail,
        boolean enabled) {}
