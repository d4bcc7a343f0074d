/**
 * Bringing a clinician in: from the request over the owner's approval, the invitation and the mail to the day the guest
 * has redeemed and holds the access.
 *
 * <p>Start with {@link dev.guestward.invitation.Invitations}. The model is {@code bpmn/invitation/guest-invitation.bpmn};
 * {@code process} holds what it calls, {@code web} the API.
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
            "mail",
            "mode",
            "people",
            "platform::engine",
            "problem",
            "readiness",
            "schedule"
        })
@NullMarked
package dev.guestward.invitation;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
