package dev.guestward.expiry;

import dev.guestward.guest.GuestId;
import java.time.Instant;

/** The door to the workflow. Everything happens in the caller's transaction. */
public interface ExpiryWorkflow {
    /** Begins to announce this end. */
    void start(GuestId guest, Instant end);

    /** Ends every workflow that announces an end of this guest. Nothing happens where there is none. */
    void endMoved(GuestId guest);
}
