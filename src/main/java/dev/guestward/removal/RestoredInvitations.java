package dev.guestward.removal;

import dev.guestward.audit.Actor;
import dev.guestward.guest.AdoptedGuests;
import dev.guestward.guest.GuestCameBack;
import dev.guestward.guest.GuestId;
import dev.guestward.guest.GuestRedeemed;
import dev.guestward.guest.GuestState;
import dev.guestward.guest.Guests;
import dev.guestward.invitation.InvitationWorkflow;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/**
 * Guests who were gone before they had accepted, and came back. Where others brought the account back, the invitation is
 * followed up anew: its workflow ended with the account.
 *
 * <p>Guests whom we removed, who came back, and accept now: Those who came back before restored
 * invitations were followed up have no workflow any more, and got their access with the restoration: they are active at once.
 */
@Component
class RestoredInvitations {
    private final Guests guests;
    private final Restorations restorations;
    private final InvitationWorkflow invitations;
    private final AdoptedGuests adopted;

    RestoredInvitations(
            Guests guests, Restorations restorations, InvitationWorkflow invitations, AdoptedGuests adopted) {
        this.guests = guests;
        this.adopted = adopted;
        this.invitations = invitations;
        this.restorations = restorations;
    }

    @EventListener
    @Transactional(propagation = Propagation.MANDATORY)
    public void on(GuestCameBack event) {
        GuestId id = event.guest();
        boolean pending = guests.get(id).state() == GuestState.INVITED;
        // the invitations of adopted guests are somebody else's
        if (pending && !invitations.isUnderWay(id) && !adopted.isAdopted(id)) {
            invitations.followUp(id);
        }
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
