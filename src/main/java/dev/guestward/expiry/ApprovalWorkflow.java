package dev.guestward.expiry;

import dev.guestward.guest.GuestId;

/** The door to the workflow that asks owners. Everything happens in the caller's transaction. */
public interface ApprovalWorkflow {
    void start(GuestId guest);

    /** Ends it: there is nothing to decide on any more. */
    void overtaken(GuestId guest);
}
