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
import java.util.Optional;
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

    /** Why there is nothing to send now. */
    public enum Obstacle {
        NOT_OPEN("There is no open invitation to send again."),
        ACCEPTED("The guest has accepted already."),
        BEING_MAILED("The invitation is just being mailed. Try again in a few minutes."),
        SENT_LATELY("A link was sent a short while ago. Give the mail some time, and try again later.");

        private final String words;

        Obstacle(String words) {
            this.words = words;
        }
    }

    /** Empty if the invitation can be sent again now. */
    public Optional<Obstacle> obstacle(Guest guest) {
        if (guest.state() != GuestState.INVITED) {
            return Optional.of(Obstacle.NOT_OPEN);
        }
        if (guest.redeemedAt() != null) {
            return Optional.of(Obstacle.ACCEPTED);
        }
        if (followUps.next(guest).isEmpty()) {
            return Optional.of(Obstacle.BEING_MAILED);
        }
        return followUps.wasResentLately(guest.id()) ? Optional.of(Obstacle.SENT_LATELY) : Optional.empty();
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
        // asked first for the words, and then once more in one statement: two may ask at the same time
        obstacle(guest).ifPresent(obstacle -> {
            throw new Conflict(obstacle.words);
        });
        if (!followUps.mayResend(id)) {
            throw new Conflict(Obstacle.SENT_LATELY.words);
        }
        if (!workflow.resend(id)) {
            throw new Conflict("The invitation is just ending. It cannot be sent again.");
        }
        guests.note(id, Actor.person(viewer.id().value()), "link-asked", Map.of());
    }
}
