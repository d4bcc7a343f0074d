/**
 * The register of guests: who they are, in which state, who vouches for them, and what happened to them.
 *
 * <p>Start with {@link dev.guestward.guest.Guests}. Each change of state is guarded and writes its audit row in the same
 * transaction. What the directory shows is compared with the register in {@code DirectorySightings}; others hear of the
 * difference through {@link dev.guestward.guest.GuestRedeemed}.
 */
@ApplicationModule(allowedDependencies = {"audit", "clinic", "directory", "people", "problem", "schedule"})
@NullMarked
package dev.guestward.guest;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
