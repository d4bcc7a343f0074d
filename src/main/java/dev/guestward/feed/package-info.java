/**
 * What administrators do about the feed of changes from the directory: notifications that were set aside, and accounts
 * that seem gone in suspicious numbers. {@code web} is the API; the desk shows the same.
 */
@ApplicationModule(
        allowedDependencies = {
            "audit",
            "directory",
            "directory::changes",
            "directory::effect",
            "guest",
            "people",
            "problem",
            "readiness"
        })
@NullMarked
package dev.guestward.feed;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
