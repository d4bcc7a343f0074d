/**
 * Work over the whole fleet at intervals, on one node at a time. Every bean of type {@link
 * dev.guestward.schedule.FleetJob} is run; there is nothing else to register.
 */
@ApplicationModule(allowedDependencies = {})
@NullMarked
package dev.guestward.schedule;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
