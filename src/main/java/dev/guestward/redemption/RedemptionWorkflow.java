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

    /** Gives the account the address on record and mails a link there, in the caller's transaction. */
    void changeAddress(GuestId guest);
}
