package dev.guestward.review;

import dev.guestward.people.PersonId;
import java.time.Duration;
import java.util.UUID;

/** The door to the workflow of a review. Everything happens in the caller's transaction. */
public interface ReviewWorkflow {
    /** Begins to ask. */
    void start(UUID review);

    /** Everybody was decided on: completes the reviewer's task. */
    void decided(UUID review);

    /** Nothing is left to decide: takes the task away. Nothing happens where there is none. */
    void over(UUID review);

    /** Somebody else may work on the task, too. */
    void offer(UUID review, PersonId person);

    /** Takes that back. */
    void withdraw(UUID review, PersonId person);

    /** Stops its clocks. */
    void pause(UUID review);

    /** Lets its clocks run on, so much later. */
    void resume(UUID review, Duration later);

    /** Lets its clocks run on as they were set. */
    void wake(UUID review);
}
