/** Facts about the hospital that several modules need: its name, its own mail domains, its time zone. */
@ApplicationModule(allowedDependencies = {})
@NullMarked
package dev.guestward.hospital;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
