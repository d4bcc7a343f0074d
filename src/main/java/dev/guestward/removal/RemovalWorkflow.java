package dev.guestward.removal;

import dev.guestward.guest.GuestId;

/** The door to the workflow. Everything happens in the caller's transaction. */
public interface RemovalWorkflow {
    void start(GuestId guest);

    /** Ends the workflow of a removal that is over: undone, called off or restored. Nothing happens where there is none. */
    void overtaken(GuestId guest);

    /** Ends the workflow of an invitation whose account is blocked or gone. Nothing happens where there is none. */
    void invitationOver(GuestId guest);

    /** Whether a workflow is at work for this guest. */
    boolean isRunning(GuestId guest);
}
