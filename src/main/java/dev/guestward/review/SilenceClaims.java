package dev.guestward.review;

import dev.guestward.audit.Actor;
import dev.guestward.guest.Guest;
import dev.guestward.guest.GuestId;
import dev.guestward.guest.GuestState;
import dev.guestward.guest.Guests;
import dev.guestward.guest.LeavingGuests;
import dev.guestward.hospital.HospitalSettings;
import dev.guestward.people.People;
import dev.guestward.people.Person;
import dev.guestward.people.PersonId;
import dev.guestward.people.Viewer;
import dev.guestward.problem.Conflict;
import dev.guestward.removal.RemovalRequests;
import dev.guestward.removal.Removals;
import dev.guestward.removal.RestorationRequests;
import java.util.Map;
import java.util.Set;
import org.springframework.context.MessageSource;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/** Guests whom silence has blocked: the sponsor or an administrator brings them back, or lets them go. */
@Component
public class SilenceClaims {
    private final Guests guests;
    private final LeavingGuests leaving;
    private final Removals removals;
    private final RestorationRequests restorations;
    private final ClaimWorkflow workflow;
    private final People people;
    private final HospitalSettings hospital;
    private final ReviewRefusals refusals;
    private final MessageSource texts;

    SilenceClaims(
            Guests guests,
            LeavingGuests leaving,
            Removals removals,
            RestorationRequests restorations,
            ClaimWorkflow workflow,
            People people,
            HospitalSettings hospital,
            ReviewRefusals refusals,
            MessageSource texts) {
        this.guests = guests;
        this.leaving = leaving;
        this.removals = removals;
        this.restorations = restorations;
        this.workflow = workflow;
        this.people = people;
        this.hospital = hospital;
        this.refusals = refusals;
        this.texts = texts;
    }

    /**
     * Somebody has decided. Whoever is let go stays blocked and is deleted after the end of access.
     *
     * @throws Conflict if the person may not decide, or the guest cannot be brought back
     */
    @Transactional(propagation = Propagation.MANDATORY)
    public void decided(GuestId id, boolean claimed, PersonId by) {
        Guest guest = guests.get(id);
        Viewer viewer = people.byId(by)
                .filter(Person::enabled)
                .map(Viewer::of)
                .filter(one -> RemovalRequests.mayDecide(guest, one))
                .orElseThrow(() -> refusals.conflict("claim"));
        if (claimed) {
            restorations.restore(id, texts.getMessage("reviews.claim.reason", null, hospital.locale()), null, viewer);
        } else {
            guests.note(id, Actor.person(by.value()), "review-let-go", Map.of());
        }
    }

    /** The guest has another sponsor, who is asked from now on. Nothing happens where nobody is being asked. */
    @Transactional(propagation = Propagation.MANDATORY)
    public void follow(GuestId id, PersonId sponsor) {
        workflow.ask(id, sponsor);
    }

    /**
     * Takes away the tasks about guests who are not kept out any more, or are gone, and asks the guest's sponsor where somebody
     * else is asked.
     */
    @Transactional
    public void lookAgain() {
        Map<GuestId, Set<PersonId>> open = workflow.open();
        for (Guest guest : guests.all(open.keySet())) {
            if (!waits(guest)) {
                workflow.over(guest.id());
            } else if (!Set.of(guest.sponsor()).equals(open.get(guest.id()))) {
                // the sponsor may be changing in this moment
                follow(guest.id(), leaving.locked(guest.id()).sponsor());
            }
        }
    }

    private boolean waits(Guest guest) {
        return guest.state() == GuestState.BLOCKED
                || (guest.state() == GuestState.ACTIVE
                        && removals.current(guest.id()).isPresent());
    }
}
