package dev.guestward.invitation;

import dev.guestward.guest.GuestId;

/** The door to the workflow. */
public interface InvitationWorkflow {

    /** Whether somebody looks at a screen for it; those are invited before the others. */
    enum Urgency {
        PERSON_WAITS,
        FROM_FILE
    }

    /** Starts it in the caller's transaction. */
    void start(GuestId guest, Urgency urgency);

    /** Starts it where the invitation is out already and only has to be followed up, in the caller's transaction. */
    void followUp(GuestId guest);

    /** Whether the guest's invitation is under way. */
    boolean isUnderWay(GuestId guest);
}
