/**
 * What would have happened, had the product not only reported.
 *
 * <p>Start with {@link dev.guestward.report.ReportOnly}, which puts together what the acts on the tenant, the brake and the
 * mails have noted. {@code web} holds the API.
 */
@ApplicationModule(
        allowedDependencies = {"csv", "directory::effect", "guest", "mail", "mode", "people", "problem", "removal"})
@NullMarked
package dev.guestward.report;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
