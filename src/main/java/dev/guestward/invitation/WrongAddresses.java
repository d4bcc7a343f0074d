package dev.guestward.invitation;

import dev.guestward.guest.GuestId;

/** Accounts with an address that the sponsor called wrong; known to whoever corrects it. */
public interface WrongAddresses {

    /** Whether somebody else accepts this invitation than the person who was meant. */
    boolean isAddressWrong(GuestId guest);
}
