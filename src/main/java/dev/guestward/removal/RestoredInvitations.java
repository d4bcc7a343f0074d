package dev.guestward.removal;

import dev.guestward.audit.Actor;
import dev.guestward.guest.GuestId;
import dev.guestward.guest.GuestRedeemed;
import dev.guestward.guest.GuestState;
import dev.guestward.guest.Guests;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/**
 * Guests who were removed before they had accepted, came back, and accept now. Their invitation's workflow ended with the
 * removal, and they got their access with the restoration: they are active at once.
 */
@Component
class RestoredInvitations {
    private final Guests guests;
    private final Restorations restorations;

    RestoredInvitations(Guests guests, Restorations restorations) {
        this.guests = guests;
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
        if (restored && guests.get(id).state() == GuestState.INVITED) {
            guests.activated(id, Actor.directory());
        }
    }
}
