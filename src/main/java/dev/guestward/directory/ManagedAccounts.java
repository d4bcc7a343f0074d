package dev.guestward.directory;

import java.time.Instant;
import java.util.Collection;
import java.util.Set;

/** The accounts somebody cares about. The change intake asks it what to read, and tells it what was seen. */
public interface ManagedAccounts {

    /** Which of these accounts are under management; everybody else in the feed is staff and none of our business. */
    Set<ObjectId> managed(Collection<ObjectId> ids);

    /**
     * An account as it is now. Called in a transaction of its own; the same sight may be reported any number of times and
     * in any order, so the listener compares with what it has on record.
     */
    void seen(DirectoryUser user, Instant at);

    /** A read found nothing. Alone this is no proof of deletion. */
    void notFound(ObjectId id, Instant at);
}
