package dev.guestward.people;

import java.util.Locale;

/** What a person may do. A person may have several roles, or none any more. */
public enum Role {
    ADMINISTRATOR,
    /** Decides on invitations for an application's grants. */
    OWNER,
    /** Vouches for guests. */
    SPONSOR;

    /** The engine's group of the people with this role, as models name it in {@code candidateGroups}. */
    public String groupId() {
        return name().toLowerCase(Locale.ROOT);
    }
}
