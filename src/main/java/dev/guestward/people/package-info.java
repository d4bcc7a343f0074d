/**
 * Who may sign in and what they may do. The table is filled from the directory through {@link
 * dev.guestward.people.People#replaceAll}; sign-in, the engine's groups and every question "may this person" are
 * answered from it, never from a token.
 */
@ApplicationModule(allowedDependencies = {"directory", "schedule"})
@NullMarked
package dev.guestward.people;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
