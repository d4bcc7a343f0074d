package dev.guestward.invitation;

import dev.guestward.guest.GuestId;
import dev.guestward.people.Viewer;
import dev.guestward.problem.Conflict;
import dev.guestward.problem.InvalidInput;
import dev.guestward.problem.NotFound;
import org.jspecify.annotations.Nullable;

/** The door through which people decide on requests that wait for an owner. */
public interface InvitationApprovals {
    /**
     * Decides, and takes the task first if nobody has it. The comment goes into our own table and nowhere else.
     *
     * @param decision {@code approve} or {@code decline}
     * @param comment why; needed to decline
     * @throws InvalidInput naming the field that is not acceptable
     * @throws Conflict if there is nothing to decide, somebody else has the task, or this person may not decide
     * @throws NotFound if this person may not know of the request
     */
    void decide(GuestId guest, Viewer decider, @Nullable String decision, @Nullable String comment);
}
