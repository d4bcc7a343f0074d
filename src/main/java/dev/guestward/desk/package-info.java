/**
 * The desk: the product's own pages, for sponsors, application owners and administrators.
 *
 * <p>Every page asks the register through {@link dev.guestward.people.Viewer}, so a sponsor meets nobody else's guest here
 * either. Pages work without JavaScript; with it, lists filter as you type and a guest's page follows what happens. The
 * templates are in {@code templates/desk}, those of the public pages for clinicians in {@code templates/sign-up}, all words in {@code messages.properties}. Start reading at {@code
 * GuestPageController}.
 */
@ApplicationModule(
        allowedDependencies = {
            "adoption",
            "bulk",
            "clinic",
            "directory::changes",
            "directory::effect",
            "expiry",
            "feed",
            "guest",
            "hospital",
            "invitation",
            "mail",
            "mode",
            "people",
            "platform::security",
            "problem",
            "readiness",
            "redemption",
            "removal",
            "removal::exemption",
            "report",
            "review",
            "settings",
            "signup",
            "sponsorship"
        })
@NullMarked
package dev.guestward.desk;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
