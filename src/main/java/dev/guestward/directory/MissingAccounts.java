package dev.guestward.directory;

import java.util.Collection;

/** Hears of managed accounts that a read did not find, though nobody has said that they were removed. */
public interface MissingAccounts {

    /**
     * Alone this is no proof: each is read once more, and the recycle bin too, before {@link ManagedAccounts#gone} is called;
     * suspiciously many wait for a person.
     */
    void missing(Collection<ObjectId> accounts);
}
