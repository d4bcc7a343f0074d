package dev.guestward.redemption;

import dev.guestward.audit.Actor;
import dev.guestward.guest.Guest;
import dev.guestward.guest.GuestId;
import dev.guestward.guest.GuestState;
import dev.guestward.guest.Guests;
import dev.guestward.people.Viewer;
import dev.guestward.problem.Conflict;
import dev.guestward.problem.NotFound;
import java.util.Map;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** Sends an invitation again because somebody asks for it. */
@Component
public class Resends {
    private final Guests guests;
    private final FollowUps followUps;
    private final RedemptionWorkflow workflow;

    Resends(Guests guests, FollowUps followUps, RedemptionWorkflow workflow) {
        this.guests = guests;
        this.followUps = followUps;
        this.workflow = workflow;
    }

    /**
     * Has a fresh link mailed to the guest. Whoever may see the guest may ask: it goes to the address on record only.
     *
     * @throws NotFound if there is no such guest, or it is somebody else's
     * @throws Conflict if there is nothing to send now
     */
    @Transactional
    public void resend(GuestId id, Viewer viewer) {
        Guest guest = guests.visible(id, viewer);
        if (guest.state() != GuestState.INVITED) {
            throw new Conflict("There is no open invitation to send again.");
        }
        if (guest.redeemedAt() != null) {
            throw new Conflict("The guest has accepted already.");
        }
        if (followUps.next(guest).isEmpty()) {
            throw new Conflict("The invitation is just being mailed. Try again in a few minutes.");
        }
        if (!followUps.mayResend(id)) {
            throw new Conflict("A link was sent a short while ago. Give the mail some time, and try again later.");
        }
        if (!workflow.resend(id)) {
            throw new Conflict("The invitation is just ending. It cannot be sent again.");
        }
        guests.note(id, Actor.person(viewer.id().value()), "link-asked", Map.of());
    }
}
