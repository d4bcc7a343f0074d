/**
 * Who is answerable for a guest: handing one over, co-sponsors, and what happens when a sponsor leaves.
 *
 * <p>Start with {@link dev.guestward.sponsorship.Sponsorships}, which moves one guest with everything that waits for the old
 * sponsor, and with {@link dev.guestward.sponsorship.SuccessionSweep}, which finds out who leaves. The model {@code
 * bpmn/sponsorship/sponsor-succession.bpmn} asks one person after the other; {@code process} holds what it calls, {@code
 * web} the API. Others hear of each new sponsor through {@link dev.guestward.sponsorship.SponsorChanged}.
 */
@ApplicationModule(
        allowedDependencies = {
            "audit",
            "clinic",
            "directory",
            "directory::effect",
            "guest",
            "hospital",
            "mail",
            "people",
            "platform::engine",
            "problem",
            "removal",
            "schedule"
        })
@NullMarked
package dev.guestward.sponsorship;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
