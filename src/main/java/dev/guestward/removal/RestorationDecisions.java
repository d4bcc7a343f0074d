package dev.guestward.removal;

import dev.guestward.audit.Actor;
import dev.guestward.guest.GuestId;
import dev.guestward.guest.LeavingGuests;
import dev.guestward.people.PersonId;
import dev.guestward.problem.Conflict;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/** What administrators decide on restorations that were refused. */
@Component
public class RestorationDecisions {
    private final Restorations restorations;
    private final LeavingGuests leaving;
    private final RemovalDecisions removals;

    RestorationDecisions(Restorations restorations, LeavingGuests leaving, RemovalDecisions removals) {
        this.restorations = restorations;
        this.leaving = leaving;
        this.removals = removals;
    }

    /**
     * Tries again or gives up.
     *
     * @throws Conflict if the person may not decide, or there is nothing left to decide on
     */
    @Transactional(propagation = Propagation.MANDATORY)
    public void decide(GuestId guest, PersonId person, boolean again) {
        removals.checkMayDecide(person);
        leaving.locked(guest);
        Restoration restoration =
                restorations.current(guest).orElseThrow(() -> new Conflict("This restoration is over already."));
        Actor actor = Actor.person(person.value());
        if (again) {
            restorations.again(restoration, actor);
        } else {
            restorations.givenUp(restoration, actor);
        }
    }
}
