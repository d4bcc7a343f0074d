package dev.guestward.removal;

import dev.guestward.guest.Guest;
import dev.guestward.guest.GuestId;
import dev.guestward.invitation.FormerGuests;
import dev.guestward.people.Viewer;
import dev.guestward.problem.Conflict;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/** The way back for somebody who is invited although they were here before. */
@Component
class ReturningGuests implements FormerGuests {
    private final RestorationRequests requests;

    ReturningGuests(RestorationRequests requests) {
        this.requests = requests;
    }

    @Override
    public boolean canComeBack(Guest guest) {
        return requests.obstacle(guest).isEmpty();
    }

    @Override
    public void checkMayComeBack(Guest guest, Viewer viewer) {
        if (requests.isReserved(guest, viewer)) {
            throw new Conflict(RestorationRequests.Obstacle.RESERVED.words());
        }
    }

    @Override
    @Transactional(propagation = Propagation.MANDATORY)
    public void bringBack(GuestId guest, String reason, String accessUntil, Viewer viewer) {
        requests.restore(guest, reason, accessUntil, viewer);
    }
}
