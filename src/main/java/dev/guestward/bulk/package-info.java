/**
 * Guests asked for by file: a CSV file is checked as a whole, shown, confirmed, and then worked off line by line on any
 * node. A line that fails stops no other one.
 *
 * <p>Start with {@link dev.guestward.bulk.BulkInvitations}; {@code CsvFile} reads, {@code BulkCheck} judges, {@link
 * dev.guestward.bulk.BulkWorker} works. {@code web} holds the API.
 */
@ApplicationModule(
        allowedDependencies = {"csv", "guest", "invitation", "people", "platform::security", "problem", "schedule"})
@NullMarked
package dev.guestward.bulk;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
