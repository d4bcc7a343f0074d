package dev.guestward.sponsorship;

import dev.guestward.people.PersonId;
import dev.guestward.people.Viewer;

/** The door to the workflow. Everything happens in the caller's transaction. */
public interface SuccessionWorkflow {
    void start(PersonId sponsor);

    /** Ends the workflow of somebody who stays after all. Nothing happens where there is none. */
    void stays(PersonId sponsor);

    /** Ends a task whose guests all have another sponsor by now, or are gone. */
    void emptied(String task);

    /**
     * Completes a task as this person, with what they have entered before.
     *
     * @throws dev.guestward.problem.Conflict if somebody else has taken it, or it is over
     */
    void complete(String task, Viewer person);
}
