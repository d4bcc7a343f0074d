package dev.guestward.review;

import dev.guestward.guest.GuestId;
import dev.guestward.removal.Removal;
import dev.guestward.removal.RemovalRequests;
import dev.guestward.removal.Removals;
import java.util.List;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/** Calls off removals for inactivity whose reason has gone, while their block is still held back. What people decided stands. */
@Component
class FreshSignIns {
    private final JdbcClient db;
    private final Removals removals;
    private final RemovalRequests requests;
    private final ItemTable items;

    FreshSignIns(JdbcClient db, Removals removals, RemovalRequests requests, ItemTable items) {
        this.db = db;
        this.removals = removals;
        this.requests = requests;
        this.items = items;
    }

    private record Doomed(UUID item, GuestId guest, UUID removal) {}

    @Transactional(propagation = Propagation.MANDATORY)
    public void callOff() {
        List<Doomed> doomed = db.sql("""
                        select i.id, i.guest_id, i.removal_id from review_item i join guest g on g.id = i.guest_id
                        join sign_in_seen s on s.account = g.directory_id
                        where i.outcome = 'SILENCE' and i.outcome_because = 'inactivity' and g.state = 'ACTIVE'
                          and s.last_successful > i.last_sign_in""")
                .query((rs, n) -> new Doomed(
                        rs.getObject(1, UUID.class),
                        new GuestId(rs.getObject(2, UUID.class)),
                        rs.getObject(3, UUID.class)))
                .list();
        doomed.forEach(this::callOff);
    }

    private void callOff(Doomed one) {
        boolean stillHeld = removals.currentLocked(one.guest())
                .filter(open -> open.id().equals(one.removal()) && open.blockSentAt() == null)
                .isPresent();
        if (stillHeld) {
            requests.takeBack(one.guest(), one.removal(), Removal.Ending.CALLED_OFF, "signed-in", PassingOn.ACTOR);
            items.settled(one.item(), Outcome.HELD, "signed-in", one.removal());
        }
    }
}
