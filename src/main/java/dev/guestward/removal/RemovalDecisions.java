package dev.guestward.removal;

import dev.guestward.audit.Actor;
import dev.guestward.guest.GuestId;
import dev.guestward.people.People;
import dev.guestward.people.Person;
import dev.guestward.people.PersonId;
import dev.guestward.people.Role;
import dev.guestward.problem.Conflict;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/** What administrators decide on removals that were refused. */
@Component
public class RemovalDecisions {
    private final Removals removals;
    private final People people;

    RemovalDecisions(Removals removals, People people) {
        this.removals = removals;
        this.people = people;
    }

    /**
     * Tries again or gives up.
     *
     * @throws Conflict if the person may not decide, or there is nothing left to decide on
     */
    @Transactional(propagation = Propagation.MANDATORY)
    public void decide(GuestId guest, PersonId person, boolean again) {
        checkMayDecide(person);
        Removal removal =
                removals.currentLocked(guest).orElseThrow(() -> new Conflict("This removal is over already."));
        Actor actor = Actor.person(person.value());
        if (again) {
            removals.again(removal, actor);
        } else {
            removals.givenUp(removal, "given-up", actor);
        }
    }

    /** @throws Conflict if the person is no administrator */
    void checkMayDecide(PersonId person) {
        boolean may = people.byId(person)
                .filter(Person::enabled)
                .filter(one -> one.roles().contains(Role.ADMINISTRATOR))
                .isPresent();
        if (!may) {
            throw new Conflict("Only an administrator may decide on this.");
        }
    }
}
