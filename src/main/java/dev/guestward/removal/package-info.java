/**
 * Taking guests away: removals from the wish to the deletion of the account, what a guest held before, and the {@link
 * dev.guestward.removal.Brake} on blocks and deletions, whoever asks and on whichever node.
 *
 * <p>Start with {@link dev.guestward.removal.Removals}. The model is {@code bpmn/removal/guest-removal.bpmn}; {@code
 * process} holds what it calls, {@code web} the API. Before any act leaves the house, {@link
 * dev.guestward.removal.RemovalLastWord} looks whether it may. Accounts from which nothing is taken are in {@code exemption}.
 */
@ApplicationModule(
        allowedDependencies = {
            "audit",
            "clinic",
            "directory",
            "directory::effect",
            "directory::gateway",
            "directory::process",
            "guest",
            "hospital",
            "invitation",
            "mail",
            "people",
            "platform::engine",
            "problem",
            "schedule"
        })
@NullMarked
package dev.guestward.removal;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
