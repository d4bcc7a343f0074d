/**
 * What the product stands on and no word of its business: {@code clock}, the order in which the {@code database} comes
 * up, the {@code engine} with the cures for its known holes, sign-in and rights in {@code security}, and the engine's
 * web applications in {@code webapp}.
 */
@ApplicationModule(allowedDependencies = {"people", "problem"})
@NullMarked
package dev.guestward.platform;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
