package dev.guestward.review;

import dev.guestward.guest.GuestId;
import dev.guestward.guest.GuestState;
import dev.guestward.guest.Guests;
import java.sql.Timestamp;
import java.time.Clock;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/**
 * Guests who have lost access before anybody decided, or whose removal somebody has asked for and cannot take back any more:
 * nothing is left to ask about them. If the brake holds that removal and people drop it, they are due again by their own day.
 */
@Component
class GoneGuests {
    private final ItemTable items;
    private final Guests guests;
    private final JdbcClient db;
    private final Clock clock;

    GoneGuests(ItemTable items, Guests guests, JdbcClient db, Clock clock) {
        this.items = items;
        this.guests = guests;
        this.db = db;
        this.clock = clock;
    }

    /** Of these guests, whose removal is under way, and whether it is too late to take it back. */
    Map<GuestId, Boolean> leaving(Collection<GuestId> asked) {
        Map<GuestId, Boolean> found = new HashMap<>();
        db.sql("select guest_id, undo_until <= ? from removal where ended_at is null and guest_id = any (?)")
                .params(
                        Timestamp.from(clock.instant()),
                        asked.stream().map(GuestId::value).toArray(UUID[]::new))
                .query((rs, n) -> found.put(new GuestId(rs.getObject(1, UUID.class)), rs.getBoolean(2)))
                .list();
        return found;
    }

    /** @return how many of these were gone */
    @Transactional(propagation = Propagation.MANDATORY)
    public int settle(List<ReviewItem> open) {
        List<GuestId> asked = open.stream().map(ReviewItem::guest).toList();
        Map<GuestId, GuestState> states = guests.states(asked);
        Map<GuestId, Boolean> leaving = leaving(asked);
        int gone = 0;
        for (ReviewItem item : open) {
            if (states.get(item.guest()) != GuestState.ACTIVE) {
                items.settled(item.id(), Outcome.NO_LONGER, "access-over", null);
                gone++;
            } else if (leaving.getOrDefault(item.guest(), false)) {
                items.settled(item.id(), Outcome.NO_LONGER, "removed-otherwise", null);
                gone++;
            }
        }
        return gone;
    }
}
