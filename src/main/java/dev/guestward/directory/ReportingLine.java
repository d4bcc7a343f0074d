package dev.guestward.directory;

import org.jspecify.annotations.Nullable;

/**
 * Whom an employee reports to.
 *
 * @param manager null if the directory shows the employee and no manager
 */
public record ReportingLine(@Nullable ObjectId manager) {}
