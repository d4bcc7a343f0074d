/**
 * The end of access: warnings before it, extensions, and the block when it has come.
 *
 * <p>Start with {@link dev.guestward.expiry.ExpirySweep}, which needs no workflow: whoever is past the end is removed. The
 * model {@code bpmn/expiry/guest-expiry.bpmn} warns and asks before; {@link dev.guestward.expiry.ExpiryPlanner} starts it
 * for ends that are near. {@link dev.guestward.expiry.Extensions} moves an end. {@code process} holds what the model calls,
 * {@code web} the API.
 */
@ApplicationModule(
        allowedDependencies = {
            "audit",
            "clinic",
            "directory",
            "guest",
            "hospital",
            "invitation",
            "mail",
            "mode",
            "people",
            "platform::engine",
            "problem",
            "removal",
            "schedule"
        })
@NullMarked
package dev.guestward.expiry;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
