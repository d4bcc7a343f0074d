/**
 * Taking guests away, and what keeps it within bounds: the {@link dev.guestward.removal.Brake} on how many accounts may be
 * deleted within a day, whoever asks and on whichever node, and the accounts from which nothing is taken ({@code
 * exemption}).
 */
@ApplicationModule(
        allowedDependencies = {
            "audit",
            "directory",
            "directory::gateway",
            "guest",
            "hospital",
            "invitation",
            "people",
            "problem"
        })
@NullMarked
package dev.guestward.removal;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
