package dev.guestward.simulatedtenant;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * What a tenant starts with and leaves behind.
 *
 * @param seededUsers invented people at the start, one in ten an employee, the others guests
 * @param logFile takes every accepted change as a line of JSON before its answer goes out
 * @param stateFile read at the start if it is there, and written on close
 */
public record Kept(
        int seededUsers, @Nullable Path logFile, @Nullable Path stateFile) {
    static final Kept NOTHING = new Kept(0, null, null);
}
