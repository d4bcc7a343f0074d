package dev.guestward.invitation;

import dev.guestward.guest.GuestId;
import dev.guestward.people.PersonId;
import java.util.Optional;

/** Says which guest a task is about, to those who may work on the task. */
public interface TaskSubjects {
    /**
     * The guest of an open task.
     *
     * @return empty if there is no such task, it is about no guest, or it is neither assigned nor offered to this person
     */
    Optional<GuestId> guestOf(String taskId, PersonId viewer);
}
