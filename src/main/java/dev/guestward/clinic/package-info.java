/** Partner clinics: who they are, which mail domains are theirs, and whether an owner must approve their clinicians. */
@ApplicationModule(allowedDependencies = {})
@NullMarked
package dev.guestward.clinic;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
