package dev.guestward.adoption;

import dev.guestward.people.PersonId;
import java.util.Optional;
import java.util.UUID;

/** The door to the workflow that adopts a batch. Everything happens in the caller's transaction. */
public interface AdoptionWorkflow {
    void start(UUID batch);

    /** Nudges it: something about the batch was decided elsewhere. Nothing happens if it is not waiting. */
    void changed(UUID batch);

    /** The batch of an open task; empty if there is no such task, or it is neither assigned nor offered to this person. */
    Optional<UUID> batchOf(String taskId, PersonId viewer);
}
