package dev.guestward.removal;

import dev.guestward.guest.Guest;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/**
 * The forecast: which ends of access are coming. An end that stood in it for a day before it came surprises nobody, and the
 * brake does not count it. Ends that were changed later, one or ten thousand, count.
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

    /** Whether the guest's end of access stood in the forecast for a day before it came. */
    boolean isForeseen(Guest guest) {
        return db.sql("select exists (select 1 from expected_end where guest_id = ? and access_until = ?"
                        + " and noted_at <= ?)")
                .params(
                        guest.id().value(),
                        Timestamp.from(guest.accessUntil()),
                        Timestamp.from(guest.accessUntil().minus(BEFORE)))
                .query(Boolean.class)
                .single();
    }
}
