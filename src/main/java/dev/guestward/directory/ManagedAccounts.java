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

    /**
     * The account was deleted: a read of it found nothing, and the recycle bin was asked as well. Called like {@link #seen},
     * any number of times.
     *
     * @param restorable whether it lies in the recycle bin; otherwise it is gone for good
     */
    void gone(ObjectId id, boolean restorable, Instant at);

    /** A whole round begins, which does not name those that went before it: each is to be looked at. */
    default void wholeRound() {}

    /** Which of these accounts should be there: under management and not deleted on our own wish. */
    default Set<ObjectId> expected(Collection<ObjectId> ids) {
        return managed(ids);
    }

    /** How many accounts should be there. */
    default long expectedCount() {
        return 0;
    }
}
