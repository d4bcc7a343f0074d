package dev.guestward.invitation;

import dev.guestward.guest.Guest;
import dev.guestward.guest.GuestId;
import dev.guestward.people.Viewer;
import dev.guestward.problem.Conflict;
import dev.guestward.problem.InvalidInput;

/** The way back for guests who were removed; done elsewhere. */
public interface FormerGuests {

    /** Whether the guest's account can be brought back now. */
    boolean canComeBack(Guest guest);

    /**
     * Looks whether this person may have the guest back with everything that was taken.
     *
     * @throws Conflict if it is somebody else's to take back what was decided about the guest
     */
    void checkMayComeBack(Guest guest, Viewer viewer);

    /**
     * Brings a guest back, with everything that was taken.
     *
     * @throws InvalidInput naming every field that is not acceptable
     * @throws Conflict if there is nothing to bring back
     */
    void bringBack(GuestId guest, String reason, String accessUntil, Viewer viewer);
}
