/**
 * Following up on an invitation until it is accepted: reminders with fresh links, the sponsor's choice, the end after
 * thirty days.
 *
 * <p>Start with {@link dev.guestward.redemption.FollowUps}, which knows what comes next, and {@link
 * dev.guestward.redemption.RedemptionChoices}. The model is {@code bpmn/redemption/redemption-follow-up.bpmn}, called by
 * {@code guest-invitation}; {@code process} holds what it calls, {@code web} the API.
 */
@ApplicationModule(
        allowedDependencies = {
            "audit",
            "clinic",
            "directory",
            "directory::effect",
            "directory::process",
            "directory::gateway",
            "guest",
            "invitation",
            "mail",
            "mode",
            "people",
            "platform::engine",
            "problem",
            "removal"
        })
@NullMarked
package dev.guestward.redemption;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
