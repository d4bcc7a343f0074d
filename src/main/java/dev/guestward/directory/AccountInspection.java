package dev.guestward.directory;

import java.util.List;
import java.util.Optional;

/**
 * What must be known about an account before anything is taken from it.
 *
 * @param user empty if absent, soft-deleted or not yet visible
 */
public record AccountInspection(Optional<DirectoryUser> user, List<Membership> memberships) {

    public boolean holdsDirectoryRole() {
        return memberships.stream().anyMatch(held -> held.kind() == Membership.Kind.DIRECTORY_ROLE);
    }
}
