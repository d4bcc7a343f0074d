package dev.guestward.invitation;

import dev.guestward.guest.GuestId;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/** Redeem links between the directory's answer and the mail. A link is kept until the mail is rendered, not longer. */
@Component
public class RedeemLinks {
    private final JdbcClient db;
    private final Clock clock;

    RedeemLinks(JdbcClient db, Clock clock) {
        this.db = db;
        this.clock = clock;
    }

    /** Keeps the newest link. */
    @Transactional(propagation = Propagation.MANDATORY)
    public void keep(GuestId guest, String url) {
        db.sql(
                        "insert into redeem_link (guest_id, url, received_at) values (?, ?, ?)"
                                + " on conflict (guest_id) do update set url = excluded.url, received_at = excluded.received_at")
                .params(guest.value(), url, Timestamp.from(clock.instant()))
                .update();
    }

    /** Hands the link out and forgets it. */
    @Transactional(propagation = Propagation.MANDATORY)
    public Optional<String> take(GuestId guest) {
        return db.sql("delete from redeem_link where guest_id = ? returning url")
                .param(guest.value())
                .query(String.class)
                .optional();
    }

    /**
     * Forgets links, received before this time, of guests who have accepted or are here no more. Who has access may be
     * given another address, and needs the link for that.
     */
    @Transactional(propagation = Propagation.MANDATORY)
    int forgetUseless(Instant before) {
        return db.sql("delete from redeem_link using guest g where g.id = redeem_link.guest_id and received_at < ?"
                        + " and (g.state not in ('REQUESTED', 'INVITED', 'ACTIVE')"
                        + " or g.state = 'INVITED' and g.redeemed_at is not null)")
                .param(Timestamp.from(before))
                .update();
    }

    /** Whose links were received before this time. */
    List<GuestId> receivedBefore(Instant time) {
        return db.sql("select guest_id from redeem_link where received_at < ?")
                .param(Timestamp.from(time))
                .query((rs, n) -> new GuestId(rs.getObject(1, UUID.class)))
                .list();
    }

    public boolean isKept(GuestId guest) {
        return db.sql("select exists (select 1 from redeem_link where guest_id = ?)")
                .param(guest.value())
                .query(Boolean.class)
                .single();
    }
}
