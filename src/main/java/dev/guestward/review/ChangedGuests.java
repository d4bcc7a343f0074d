package dev.guestward.review;

import dev.guestward.audit.Actor;
import dev.guestward.guest.Guest;
import dev.guestward.guest.GuestChanged;
import dev.guestward.guest.GuestFacts;
import dev.guestward.guest.GuestState;
import dev.guestward.guest.Guests;
import java.time.Clock;
import java.util.Optional;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/**
 * A guest's clinic, purpose or access has changed: whoever vouches for them is asked whether that is meant to be. Not if the
 * sponsor changed it: they know. If somebody is being asked about the guest already it is marked there, and a decision that was
 * made without having seen it is refused; a second stage does not stand in for the sponsor.
 */
@Component
class ChangedGuests {
    private final Guests guests;
    private final GuestFacts facts;
    private final ItemTable items;
    private final Clock clock;

    ChangedGuests(Guests guests, GuestFacts facts, ItemTable items, Clock clock) {
        this.guests = guests;
        this.facts = facts;
        this.items = items;
        this.clock = clock;
    }

    @EventListener
    void on(GuestChanged change) {
        Guest guest = guests.get(change.guest());
        if (guest.state() != GuestState.ACTIVE
                || change.actor().equals(Actor.person(guest.sponsor().value()))) {
            return;
        }
        String code = change.what().code();
        items.changed(guest.id(), code);
        Optional<ReviewItem> asked = items.open(guest.id());
        if (asked.isEmpty() || asked.get().isSecond()) {
            facts.forceReview(guest.id(), clock.instant(), code);
        }
    }

    /** A question is taken back without an answer: what changed still has to be asked about. */
    @Transactional(propagation = Propagation.MANDATORY)
    public void askLater(ReviewItem item) {
        item.askedBecause().forEach(code -> facts.forceReview(item.guest(), clock.instant(), code));
    }
}
