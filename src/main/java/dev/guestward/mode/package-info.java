/** Whether the product acts or only reports what it would do. */
@ApplicationModule(allowedDependencies = {})
@NullMarked
package dev.guestward.mode;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
