package dev.guestward.invitation;

import dev.guestward.guest.GuestId;
import java.sql.Timestamp;
import java.time.Clock;
import java.util.Optional;
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

    public boolean isKept(GuestId guest) {
        return db.sql("select exists (select 1 from redeem_link where guest_id = ?)")
                .param(guest.value())
                .query(Boolean.class)
                .single();
    }
}
