/**
 * Guests in the tenant whom nobody asked us to invite: found in the feed of changes, listed, and taken under management by
 * rule or by a sponsor who claims them.
 *
 * <p>Start with {@link dev.guestward.adoption.Discovery}, which sees every page of the feed, then {@link
 * dev.guestward.adoption.AdoptionSweep}, which puts them into batches, and the model {@code
 * bpmn/adoption/guest-adoption.bpmn}, of which one instance runs for a batch. {@link dev.guestward.adoption.Claims} is what
 * the form in Tasklist asks, {@link dev.guestward.adoption.AdoptionDesk} what administrators do.
 */
@ApplicationModule(
        allowedDependencies = {
            "audit",
            "clinic",
            "directory",
            "directory::gateway",
            "guest",
            "hospital",
            "invitation",
            "mode",
            "people",
            "platform::engine",
            "problem",
            "removal",
            "schedule"
        })
@NullMarked
package dev.guestward.adoption;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
