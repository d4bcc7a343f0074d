package dev.guestward.invitation;

import dev.guestward.guest.GuestId;

/** The door to the workflow. */
public interface InvitationWorkflow {
    /** Starts it in the caller's transaction. */
    void start(GuestId guest);
}
