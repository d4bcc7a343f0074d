package dev.guestward.desk;

import dev.guestward.people.Role;
import dev.guestward.people.Viewer;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What surrounds every page.
 *
 * @param person who is signed in
 * @param role the strongest of the person's roles, named by a text
 * @param reportOnly {@code all} or {@code some} of the workflows; null if all of them act
 * @param languages this page's address in each language
 */
record Shell(
        String hospital,
        String person,
        String role,
        boolean administrator,
        boolean owner,
        @Nullable String reportOnly,
        Map<String, String> languages) {

    static Shell of(Viewer viewer, String hospital, @Nullable String reportOnly, Map<String, String> languages) {
        Role role = viewer.isAdministrator() ? Role.ADMINISTRATOR : viewer.isOwner() ? Role.OWNER : Role.SPONSOR;
        return new Shell(
                hospital,
                Shown.text(viewer.displayName()),
                role.name(),
                viewer.isAdministrator(),
                viewer.isOwner(),
                reportOnly,
                languages);
    }
}
