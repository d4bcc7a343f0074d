package dev.guestward.review;

import dev.guestward.people.PersonId;
import java.util.Optional;
import java.util.UUID;

/** Says which review a task is about, to those who may work on the task. */
public interface ReviewSubjects {
    /**
     * The review of an open task.
     *
     * @return empty if there is no such task, it is about no review, or it is neither assigned nor offered to this person
     */
    Optional<UUID> reviewOf(String taskId, PersonId viewer);
}
