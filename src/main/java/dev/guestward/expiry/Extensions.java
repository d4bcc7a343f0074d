package dev.guestward.expiry;

import dev.guestward.audit.Actor;
import dev.guestward.guest.Guest;
import dev.guestward.guest.GuestFacts;
import dev.guestward.guest.GuestId;
import dev.guestward.guest.GuestState;
import dev.guestward.guest.Guests;
import dev.guestward.guest.LeavingGuests;
import dev.guestward.people.People;
import dev.guestward.people.Person;
import dev.guestward.people.PersonId;
import dev.guestward.people.Viewer;
import dev.guestward.problem.Conflict;
import dev.guestward.problem.InvalidInput;
import dev.guestward.problem.NotFound;
import dev.guestward.removal.Cause;
import dev.guestward.removal.RemovalRequests;
import dev.guestward.removal.Removals;
import java.time.Clock;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.springframework.context.MessageSource;
import org.springframework.security.access.AccessDeniedException;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/**
 * Later ends of access. The guest's row is held while one is recorded, so that a block leaves before, and then the extension
 * is refused, or not at all.
 */
@Component
public class Extensions {
    private final Guests guests;
    private final GuestFacts facts;
    private final LeavingGuests leaving;
    private final Removals removals;
    private final ExtensionRules rules;
    private final ExtensionTable table;
    private final ExpiryPlans plans;
    private final People people;
    private final ExtensionApprovals approvals;
    private final LaterEnds ends;
    private final MessageSource texts;
    private final Clock clock;

    Extensions(
            Guests guests,
            GuestFacts facts,
            LeavingGuests leaving,
            Removals removals,
            ExtensionRules rules,
            ExtensionTable table,
            ExpiryPlans plans,
            People people,
            ExtensionApprovals approvals,
            LaterEnds ends,
            MessageSource texts,
            Clock clock) {
        this.guests = guests;
        this.facts = facts;
        this.leaving = leaving;
        this.removals = removals;
        this.rules = rules;
        this.table = table;
        this.plans = plans;
        this.people = people;
        this.approvals = approvals;
        this.ends = ends;
        this.texts = texts;
        this.clock = clock;
    }

    /** Whether this person may extend the access of this guest, as far as the register knows. */
    public static boolean mayExtend(Guest guest, Viewer viewer) {
        return RemovalRequests.mayDecide(guest, viewer) && hasAccess(guest);
    }

    /**
     * Extends access now, or asks an owner where the policy wants that. An open removal that was to follow from the old end is
     * called off by the extension, not by the question.
     *
     * @return whether access is extended; false if an owner decides first
     *
     * @throws InvalidInput naming every field that is not acceptable
     * @throws Conflict if the guest has no access any more, or is being blocked or removed
     * @throws NotFound if there is no such guest, or the person may not know of it
     * @throws AccessDeniedException if the person may see the guest only
     */
    @Transactional
    public boolean extend(GuestId id, Extension wish, Viewer viewer) {
        Guest guest = open(id, viewer);
        ExtensionRules.Checked checked = rules.checked(wish, guest, viewer);
        if (checked.needsApproval()) {
            approvals.ask(guest, checked, viewer);
            return false;
        }
        table.record(guest, checked, viewer.id());
        if (checked.emergency()) {
            facts.forceReview(id, clock.instant(), "extended-emergency");
        }
        ends.move(guest, checked.until(), viewer.id(), checked.emergency() ? "extended-emergency" : "extended");
        return true;
    }

    /**
     * Keeps what a sponsor enters in Tasklist until the task is completed. Throws what {@link #extend} throws.
     */
    @Transactional
    public void keep(GuestId id, Extension wish, Viewer viewer) {
        rules.checked(wish, open(id, viewer), viewer);
        table.keep(id, wish, viewer.id());
    }

    /** What is kept for this guest. */
    public Optional<Extension> kept(GuestId id) {
        return table.kept(id);
    }

    /**
     * Extends access as it was entered before, with the task that asked for it.
     *
     * @throws InvalidInput if nothing was entered, or it is not acceptable any more
     * @throws Conflict as {@link #extend}
     */
    @Transactional(propagation = Propagation.MANDATORY)
    public void asKept(GuestId id, PersonId person) {
        Viewer viewer = decider(id, person);
        Extension wish =
                table.kept(id).orElseThrow(() -> InvalidInput.of("until", texts, "conflict.end.nothing-entered"));
        Optional<Instant> asking = plans.open(id);
        // the workflow that is asking ends by itself
        plans.over(id);
        if (!extend(id, wish, viewer)) {
            asking.ifPresent(end -> plans.begin(new ExpiryPlans.ComingEnd(id, end)));
        }
        table.forget(id);
    }

    /**
     * The sponsor wants access to end when it does.
     *
     * @throws Conflict if the person may not decide
     */
    @Transactional(propagation = Propagation.MANDATORY)
    public void letEnd(GuestId id, PersonId person) {
        decider(id, person);
        table.forget(id);
        guests.note(id, Actor.person(person.value()), "end-confirmed", Map.of());
    }

    private Viewer decider(GuestId id, PersonId person) {
        Guest guest = leaving.locked(id);
        return people.byId(person)
                .filter(Person::enabled)
                .map(Viewer::of)
                .filter(viewer -> RemovalRequests.mayDecide(guest, viewer))
                .orElseThrow(() -> Conflict.of(texts, "conflict.end.who"));
    }

    private Guest open(GuestId id, Viewer viewer) {
        Guest guest = leaving.lockedFor(id, viewer);
        if (!hasAccess(guest)) {
            throw Conflict.of(texts, "conflict.end.no-access");
        }
        removals.current(id).ifPresent(removal -> {
            if (removal.cause() != Cause.EXPIRY) {
                throw Conflict.of(texts, "conflict.end.being-removed");
            }
            if (removal.blockSentAt() != null) {
                throw Conflict.of(texts, "conflict.end.being-blocked");
            }
        });
        return guest;
    }

    private static boolean hasAccess(Guest guest) {
        return guest.state() == GuestState.INVITED || guest.state() == GuestState.ACTIVE;
    }
}
