package dev.guestward.removal;

import dev.guestward.guest.AccessEndMoved;
import dev.guestward.guest.Guest;
import dev.guestward.guest.GuestId;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import org.springframework.context.event.EventListener;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/**
 * The forecast: which ends of access are coming. An end that stood in it for a day before it came surprises nobody, and the
 * brake does not count it. Ends that were changed later, one or ten thousand, count; also those that go back to a day that
 * had been foreseen before it was changed.
 */
@Component
public class ExpectedEnds {
    private static final Duration AHEAD = Duration.ofDays(14);
    private static final Duration BEFORE = Duration.ofHours(24);
    private static final Duration KEPT = Duration.ofDays(90);

    private final JdbcClient db;
    private final Clock clock;

    ExpectedEnds(JdbcClient db, Clock clock) {
        this.db = db;
        this.clock = clock;
    }

    /**
     * Notes what is coming and is not noted yet.
     *
     * @return how many were new
     */
    @Transactional
    public int note() {
        Instant now = clock.instant();
        db.sql("delete from expected_end where access_until < ?")
                .param(Timestamp.from(now.minus(KEPT)))
                .update();
        return db.sql("""
                        insert into expected_end (guest_id, access_until, noted_at)
                        select id, access_until, :now from guest
                        where state in ('INVITED', 'ACTIVE') and access_until > :now and access_until < :until
                        on conflict (guest_id, access_until) do nothing""")
                .param("now", Timestamp.from(now))
                .param("until", Timestamp.from(now.plus(AHEAD)))
                .update();
    }

    /** What a guest's access does not end with any more is forgotten, so that it surprises if it comes back. */
    @EventListener
    @Transactional(propagation = Propagation.MANDATORY)
    public void on(AccessEndMoved event) {
        db.sql("delete from expected_end e using guest g"
                        + " where g.id = e.guest_id and g.id = ? and e.access_until <> g.access_until")
                .param(event.guest().value())
                .update();
    }

    /** Whether an end of access will be foreseen when it comes, seen from now. */
    boolean willBeForeseen(GuestId guest, Instant end) {
        return !clock.instant().isAfter(end.minus(BEFORE)) || isForeseen(guest, end);
    }

    /** Whether the guest's end of access stood in the forecast for a day before it came. */
    boolean isForeseen(Guest guest) {
        return isForeseen(guest.id(), guest.accessUntil());
    }

    private boolean isForeseen(GuestId guest, Instant end) {
        return db.sql("select exists (select 1 from expected_end where guest_id = ? and access_until = ?"
                        + " and noted_at <= ?)")
                .params(guest.value(), Timestamp.from(end), Timestamp.from(end.minus(BEFORE)))
                .query(Boolean.class)
                .single();
    }
}
