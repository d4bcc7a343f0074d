/**
 * What can be wrong with a request, and how it is said: {@link dev.guestward.problem.InvalidInput}, {@link
 * dev.guestward.problem.NotFound}, {@link dev.guestward.problem.Conflict} are thrown anywhere and answered as
 * {@code application/problem+json} (RFC 9457) by the REST controllers. Depends on no other module.
 */
@ApplicationModule(allowedDependencies = {})
@NullMarked
package dev.guestward.problem;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
