/**
 * Partner clinics: who they are, which mail domains are theirs, what is agreed with them, and whether an owner must
 * approve their clinicians.
 *
 * <p>Start with {@link dev.guestward.clinic.Clinics}. Which grants there are is told by whoever implements {@link
 * dev.guestward.clinic.KnownGrants}.
 */
@ApplicationModule(allowedDependencies = {"audit", "hospital", "people", "problem"})
@NullMarked
package dev.guestward.clinic;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
