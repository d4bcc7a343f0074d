package dev.guestward.directory;

import java.time.Duration;
import java.time.Instant;
import java.util.Set;

/** The groups somebody cares about, and what is seen of who belongs to them. */
public interface ManagedGroups {
    /** For so long the directory may still show a group without somebody who has just been added. */
    Duration STALE = Duration.ofMinutes(10);

    Set<ObjectId> groups();

    /** Further groups of which only that something changed in them is told, see {@link ChangesNamed}: their members are not read. */
    default Set<ObjectId> alsoNamed() {
        return Set.of();
    }

    /**
     * Everybody who belongs to one of these groups now. Called in a transaction, any number of times, so the listener compares
     * with what it has on record.
     *
     * @return whether somebody is missing who was added so lately that this may be an older state: look again after
     *     {@link #STALE}
     */
    boolean seen(ObjectId group, Set<ObjectId> members, Instant at);
}
