package dev.guestward.desk;

import dev.guestward.people.Role;
import dev.guestward.people.Viewer;
import java.util.Map;

/**
 * What surrounds every page.
 *
 * @param person who is signed in
 * @param role the strongest of the person's roles, named by a text
 * @param languages this page's address in each language
 */
record Shell(
        String hospital,
        String person,
        String role,
        boolean administrator,
        boolean owner,
        Map<String, String> languages) {

    static Shell of(Viewer viewer, String hospital, Map<String, String> languages) {
        Role role = viewer.isAdministrator() ? Role.ADMINISTRATOR : viewer.isOwner() ? Role.OWNER : Role.SPONSOR;
        return new Shell(
                hospital,
                Shown.text(viewer.displayName()),
                role.name(),
                viewer.isAdministrator(),
                viewer.isOwner(),
                languages);
    }
}
