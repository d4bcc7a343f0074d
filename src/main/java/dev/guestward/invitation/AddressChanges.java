package dev.guestward.invitation;

import dev.guestward.guest.GuestId;
import dev.guestward.people.Viewer;
import dev.guestward.problem.Conflict;
import dev.guestward.problem.InvalidInput;

/** Another address for somebody who is a guest already; done elsewhere. */
public interface AddressChanges {

    /**
     * Gives the guest another address, with which they redeem once more; the account and all access stay.
     *
     * @throws InvalidInput if the guest cannot have it
     * @throws Conflict if somebody else has it
     */
    void change(GuestId guest, String email, Viewer viewer);
}
