package dev.guestward.removal;

import dev.guestward.guest.GuestId;

/** The door to the workflow that brings guests back. */
public interface RestorationWorkflow {
    /** In the caller's transaction. */
    void start(GuestId guest);

    /** Gives what a former account held to a guest who is there, in the caller's transaction. */
    void replay(GuestId guest);

    /** Ends the workflow of a restoration that is over, in the caller's transaction. Nothing happens where there is none. */
    void overtaken(GuestId guest);
}
