package dev.guestward.redemption;

import dev.guestward.guest.GuestId;
import dev.guestward.people.PersonId;

/** The door to the workflow. */
public interface RedemptionWorkflow {
    /**
     * Has it send a fresh link, in the caller's transaction.
     *
     * @return false if no workflow waits for this guest to accept
     */
    boolean resend(GuestId guest);

    /** How many invitations wait for this sponsor's choice in Tasklist. */
    long choicesOf(PersonId sponsor);
}
