package dev.guestward.directory.changes;

import dev.guestward.schedule.FleetTrigger;
import io.micrometer.core.instrument.MeterRegistry;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Asks for a delta run before its time, at most one a minute over all nodes: some of those who make us ask are strangers. */
@Component
class EarlyDelta {
    private static final Logger log = LoggerFactory.getLogger(EarlyDelta.class);
    private static final Duration PAUSE = Duration.ofMinutes(1);

    private final JdbcClient db;
    private final FleetTrigger trigger;
    private final MeterRegistry meters;
    private final Clock clock;
    /** Spares the database those that would be refused anyway. */
    private final AtomicReference<Instant> last = new AtomicReference<>(Instant.MIN);

    EarlyDelta(JdbcClient db, FleetTrigger trigger, MeterRegistry meters, Clock clock) {
        this.db = db;
        this.trigger = trigger;
        this.meters = meters;
        this.clock = clock;
    }

    /**
     * @param why a word for figures
     * @return whether a run was asked for
     */
    boolean ask(String why) {
        Instant now = clock.instant();
        Instant before = Objects.requireNonNull(last.get());
        if (before.isAfter(now.minus(PAUSE)) || !last.compareAndSet(before, now)) {
            return false;
        }
        try {
            if (!claimed(now)) {
                return false;
            }
        } catch (DataAccessException e) {
            log.info(
                    "No delta run before its time: the database does not answer ({})",
                    e.getClass().getSimpleName());
            return false;
        }
        meters.counter("guestward.delta.asked", "why", why).increment();
        log.info("A delta run is asked for before its time: {}", why);
        trigger.soon(DeltaRun.NAME);
        return true;
    }

    private boolean claimed(Instant now) {
        return db.sql("""
                        insert into delta_cursor (resource, asked_at) values (?, ?)
                        on conflict (resource) do update set asked_at = excluded.asked_at
                        where delta_cursor.asked_at is null or delta_cursor.asked_at <= ?""")
                        .params(DeltaCursor.USERS, Timestamp.from(now), Timestamp.from(now.minus(PAUSE)))
                        .update()
                > 0;
    }
}
