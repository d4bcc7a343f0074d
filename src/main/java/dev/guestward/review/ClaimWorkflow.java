package dev.guestward.review;

import dev.guestward.guest.GuestId;
import dev.guestward.people.PersonId;
import java.util.Map;
import java.util.Set;

/** The door to the workflow that asks who wants a guest back whom silence has blocked. Runs in the caller's transaction. */
public interface ClaimWorkflow {
    void start(GuestId guest);

    /** The guest came back, was deleted, or never was blocked. Nothing happens where nobody is being asked. */
    void over(GuestId guest);

    /** Asks this sponsor, in place of whoever was asked as sponsor before and has no right on the task any more. */
    void ask(GuestId guest, PersonId sponsor);

    /** About whom somebody is being asked, and who as sponsor. */
    Map<GuestId, Set<PersonId>> open();
}
