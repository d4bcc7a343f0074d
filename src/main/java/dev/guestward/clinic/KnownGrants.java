package dev.guestward.clinic;

import java.util.Set;

/** Tells which grants there are. Grants belong to the guests' module, which uses this one and not the other way round. */
public interface KnownGrants {
    /** Keys of all grants that are configured. */
    Set<String> keys();
}
