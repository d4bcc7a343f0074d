/** Tables for spreadsheets. Start with {@link dev.guestward.csv.Sheet}. */
@ApplicationModule(allowedDependencies = {})
@NullMarked
package dev.guestward.csv;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
