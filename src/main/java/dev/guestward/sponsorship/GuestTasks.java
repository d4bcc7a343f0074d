package dev.guestward.sponsorship;

import dev.guestward.guest.GuestId;
import dev.guestward.people.PersonId;

/** The open tasks about guests. */
public interface GuestTasks {
    /** Whatever is assigned to the one is assigned to the other; the old one has no right on it any more. */
    void move(GuestId guest, PersonId from, PersonId to);
}
