package dev.guestward.review;

import dev.guestward.guest.GuestState;
import dev.guestward.guest.Guests;
import java.util.List;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/** Guests who have lost access before anybody decided: nothing is left to ask about them. */
@Component
class GoneGuests {
    private final ItemTable items;
    private final Guests guests;

    GoneGuests(ItemTable items, Guests guests) {
        this.items = items;
        this.guests = guests;
    }

    /** @return how many of these were gone */
    @Transactional(propagation = Propagation.MANDATORY)
    public int settle(List<ReviewItem> open) {
        var states = guests.states(open.stream().map(ReviewItem::guest).toList());
        List<ReviewItem> gone = open.stream()
                .filter(item -> states.get(item.guest()) != GuestState.ACTIVE)
                .toList();
        gone.forEach(item -> items.settled(item.id(), Outcome.NO_LONGER, "access-over", null));
        return gone.size();
    }
}
