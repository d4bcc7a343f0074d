package dev.guestward.invitation;

import dev.guestward.guest.GuestId;
import dev.guestward.people.Viewer;
import dev.guestward.problem.Conflict;
import dev.guestward.problem.InvalidInput;
import dev.guestward.problem.NotFound;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The door through which people decide on requests that wait for an owner. */
public interface InvitationApprovals {
    /**
     * Decides, and takes the task first if nobody has it. The comment goes into our own table and nowhere else.
     *
     * @param decision {@code approve} or {@code decline}
     * @param comment why; needed to decline
     * @param seen the version of the guest that the person has read; null if they do not say
     * @throws InvalidInput naming the field that is not acceptable
     * @throws ChangedMeanwhile if the request is not any more what the person has read
     * @throws Conflict if there is nothing to decide, somebody else has the task, or this person may not decide
     * @throws NotFound if this person may not know of the request
     */
    void decide(
            GuestId guest, Viewer decider, @Nullable String decision, @Nullable String comment, @Nullable Long seen);

    /** The same by somebody who does not say what they have read. */
    void decide(GuestId guest, Viewer decider, @Nullable String decision, @Nullable String comment);

    /** Nobody approves what they have not seen. */
    class ChangedMeanwhile extends Conflict {
        private static final long serialVersionUID = 1L;

        public ChangedMeanwhile() {
            super("This request has changed since you read it. Read it again.");
        }

        @Override
        public Map<String, Object> details() {
            return Map.of("changed", true);
        }
    }
}
