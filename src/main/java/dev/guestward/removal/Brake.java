package dev.guestward.removal;

import dev.guestward.guest.GuestCounts;
import dev.guestward.guest.GuestId;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** The cap on deletions within any 24 hours, over all nodes and all ways to delete. */
@Component
public class Brake {
    static final long FEWEST = 5;
    static final long MOST = 500;
    static final int ONE_IN = 50;

    private static final Duration WINDOW = Duration.ofHours(24);
    /** Any number, the same on all nodes: two who ask at once must not both get the last place. */
    private static final long LOCK = 0x6272616b65L;

    private final JdbcClient db;
    private final GuestCounts counts;
    private final Clock clock;

    Brake(JdbcClient db, GuestCounts counts, Clock clock) {
        this.db = db;
        this.counts = counts;
        this.clock = clock;
    }

    /**
     * Asks for a deletion, and counts it if there is room. Asking again for the same act of the same guest counts once.
     *
     * @param act names the occasion: a guest deleted a second time, after a restoration, is another one
     */
    @Transactional
    public boolean mayDelete(GuestId guest, String act) {
        db.sql("select pg_advisory_xact_lock(?)")
                .param(LOCK)
                .query((rs, row) -> true)
                .single();
        Instant now = clock.instant();
        if (isCounted(guest, act)) {
            return true;
        }
        if (usedSince(now.minus(WINDOW)) >= cap(counts.managed())) {
            return false;
        }
        db.sql("insert into brake_use (guest_id, act, counted_at) values (?, ?, ?)")
                .params(guest.value(), act, Timestamp.from(now))
                .update();
        return true;
    }

    /** The deletion did not come about: its place is free again. Only for one that nobody will send any more. */
    @Transactional
    public void giveBack(GuestId guest, String act) {
        db.sql("delete from brake_use where guest_id = ? and act = ?")
                .params(guest.value(), act)
                .update();
    }

    /** Two in a hundred, but never fewer than five nor more than five hundred. */
    static long cap(long managed) {
        return Math.max(FEWEST, Math.min(MOST, managed / ONE_IN));
    }

    private boolean isCounted(GuestId guest, String act) {
        return db.sql("select exists (select 1 from brake_use where guest_id = ? and act = ?)")
                .params(guest.value(), act)
                .query(Boolean.class)
                .single();
    }

    private long usedSince(Instant from) {
        return db.sql("select count(*) from brake_use where counted_at > ?")
                .param(Timestamp.from(from))
                .query(Long.class)
                .single();
    }
}
