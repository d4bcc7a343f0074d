package dev.guestward.directory;

import java.time.Instant;

/** Somebody who wants to know of guests in the tenant that are not under management. */
public interface UnmanagedGuests {

    /** Whether everybody must be shown once more, from the first page on. Asked before a round goes on. */
    boolean wantWholeRound();

    /**
     * A page of the feed, everybody on it, staff too. Called in the page's transaction; the same page may come again, and may
     * show an older state than one before it.
     */
    void shown(DeltaPage page, Instant at);
}
