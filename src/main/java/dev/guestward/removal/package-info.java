/**
 * Taking guests away. So far it holds the {@link dev.guestward.removal.Brake}: how many accounts may be deleted within a
 * day, whoever asks and on whichever node.
 */
@ApplicationModule(allowedDependencies = "guest")
@NullMarked
package dev.guestward.removal;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
