/**
 * What the product is told about guests, and what telling it something else would do.
 *
 * <p>Start with {@link dev.guestward.settings.PolicyPreview}: it asks each workflow what comes under other values, by the rules
 * that the workflow itself goes by. {@code web} holds the API.
 */
@ApplicationModule(
        allowedDependencies = {
            "adoption",
            "clinic",
            "directory::effect",
            "expiry",
            "guest",
            "hospital",
            "invitation",
            "mode",
            "people",
            "problem",
            "redemption",
            "removal",
            "review",
            "sponsorship"
        })
@NullMarked
package dev.guestward.settings;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
