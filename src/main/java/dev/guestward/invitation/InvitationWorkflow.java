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
}
