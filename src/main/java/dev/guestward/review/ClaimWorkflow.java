package dev.guestward.review;

import dev.guestward.guest.GuestId;
import java.util.List;

/** The door to the workflow that asks who wants a guest back whom silence has blocked. Runs in the caller's transaction. */
public interface ClaimWorkflow {
    void start(GuestId guest);

    /** The guest came back, was deleted, or never was blocked. Nothing happens where nobody is being asked. */
    void over(GuestId guest);

    /** About whom somebody is being asked. */
    List<GuestId> open();
}
