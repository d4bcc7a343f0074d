/**
 * Tells people by mail that claim tasks wait for them: guests who were found in the tenant, and guests who were blocked because
 * nobody answered. Whoever is asked to take over the guests of a sponsor who leaves is written to by {@code sponsorship}.
 *
 * <p>{@link dev.guestward.claims.ClaimLetters} writes, {@link dev.guestward.claims.ClaimTasks} says what waits; {@code process}
 * asks the engine.
 */
@ApplicationModule(allowedDependencies = {"hospital", "mail", "people", "problem", "schedule"})
@NullMarked
package dev.guestward.claims;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
