package dev.guestward.expiry;

import dev.guestward.audit.Actor;
import dev.guestward.guest.AccessEndMoved;
import dev.guestward.guest.Guest;
import dev.guestward.guest.GuestId;
import dev.guestward.guest.Guests;
import dev.guestward.problem.Conflict;
import dev.guestward.removal.Cause;
import dev.guestward.removal.Removal;
import dev.guestward.removal.Removal.Ending;
import dev.guestward.removal.RemovalWorkflow;
import dev.guestward.removal.Removals;
import java.time.Clock;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/**
 * Draws the consequences when an end is moved, by whomever, in that transaction: the old end is not announced any more, and
 * a removal that was to follow from it is called off, as long as no block has left the house.
 */
@Component
class MovedEnds {
    private static final Actor ACTOR = Actor.workflow("guest-expiry");

    private final ExpiryPlans plans;
    private final ExpiryWorkflow workflow;
    private final Guests guests;
    private final Removals removals;
    private final RemovalWorkflow removalWorkflow;
    private final ExtensionApprovals approvals;
    private final Clock clock;

    MovedEnds(
            ExpiryPlans plans,
            ExpiryWorkflow workflow,
            Guests guests,
            Removals removals,
            RemovalWorkflow removalWorkflow,
            ExtensionApprovals approvals,
            Clock clock) {
        this.plans = plans;
        this.workflow = workflow;
        this.guests = guests;
        this.removals = removals;
        this.removalWorkflow = removalWorkflow;
        this.approvals = approvals;
        this.clock = clock;
    }

    /** @throws Conflict if the guest is being blocked: then only restoration helps */
    @EventListener
    @Transactional(propagation = Propagation.MANDATORY)
    public void on(AccessEndMoved event) {
        GuestId id = event.guest();
        Guest guest = guests.get(id);
        if (plans.open(id).filter(end -> !end.equals(guest.accessUntil())).isPresent() && plans.over(id)) {
            workflow.endMoved(id);
        }
        approvals.overtaken(id);
        removals.currentLocked(id)
                .filter(removal -> removal.cause() == Cause.EXPIRY)
                .filter(removal -> guest.accessUntil().isAfter(clock.instant()))
                .ifPresent(this::callOff);
    }

    private void callOff(Removal removal) {
        if (removal.blockSentAt() != null) {
            throw new Conflict("This guest is being blocked. Restore the guest instead.");
        }
        removals.ended(removal, Ending.CALLED_OFF, "extended", ACTOR);
        removalWorkflow.overtaken(removal.guest());
    }
}
