/**
 * Whether the tenant is ready for the product: connection, credentials, permissions, the
 * tenant's rules for guests and for each clinic, and whatever else a {@link
 * dev.guestward.readiness.ReadinessCheck} looks at; told at start, on a page, over the API and as figures.
 *
 * <p>Start with {@link dev.guestward.readiness.TenantReadiness}. A check of another module is a bean of type {@link
 * dev.guestward.readiness.ReadinessCheck}; its texts are in {@code messages.properties}.
 */
@ApplicationModule(
        allowedDependencies = {
            "audit",
            "clinic",
            "directory",
            "directory::effect",
            "directory::gateway",
            "guest",
            "mode",
            "people",
            "problem",
            "schedule"
        })
@NullMarked
package dev.guestward.readiness;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
