package dev.guestward.removal;

import dev.guestward.audit.Actor;
import dev.guestward.guest.GuestId;
import dev.guestward.guest.GuestRedeemed;
import dev.guestward.guest.GuestState;
import dev.guestward.guest.Guests;
import dev.guestward.invitation.InvitationWorkflow;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/**
 * Guests who were removed before they had accepted, came back, and accept now. Those who came back before restored
 * invitations were followed up have no workflow any more, and got their access with the restoration: they are active at once.
 */
@Component
class RestoredInvitations {
    private final Guests guests;
    private final Restorations restorations;
    private final InvitationWorkflow invitations;

    RestoredInvitations(Guests guests, Restorations restorations, InvitationWorkflow invitations) {
        this.guests = guests;
        this.invitations = invitations;
        this.restorations = restorations;
    }

    @EventListener
    @Transactional
    public void on(GuestRedeemed event) {
        GuestId id = event.guest();
        boolean restored = restorations
                .newest(id)
                .filter(one -> one.endedAs() == Restoration.Ending.RESTORED)
                .isPresent();
        if (restored && !invitations.isUnderWay(id) && guests.get(id).state() == GuestState.INVITED) {
            guests.activated(id, Actor.directory());
        }
    }
}
