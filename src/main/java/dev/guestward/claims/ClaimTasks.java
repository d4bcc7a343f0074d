package dev.guestward.claims;

import dev.guestward.people.PersonId;
import java.time.Instant;
import java.util.List;
import java.util.Set;

/** The claim tasks that nobody has taken on yet. */
public interface ClaimTasks {

    List<Open> open();

    /**
     * One of them.
     *
     * @param people who are asked by name; empty if a whole group is
     * @param againAt when they are written to once more
     * @param suspended whether an administrator holds it up: nobody is written to meanwhile
     */
    record Open(String task, Set<PersonId> people, Instant dueAt, Instant againAt, boolean suspended) {
        public Open {
            people = Set.copyOf(people);
        }
    }
}
