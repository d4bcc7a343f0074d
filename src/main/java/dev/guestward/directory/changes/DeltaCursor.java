package dev.guestward.directory.changes;

import java.sql.Timestamp;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** How far the delta runs have come. */
@Component
class DeltaCursor {
    static final String USERS = "users";
    static final String GROUPS = "groups";

    private static final Logger log = LoggerFactory.getLogger(DeltaCursor.class);

    /** Graph keeps a cursor for so long. */
    private static final Duration LIFE = Duration.ofDays(7);

    /** A directory that takes no cursor at all must not be read as a whole with every run. */
    private static final Duration BETWEEN_REFUSALS = Duration.ofHours(1);

    private final JdbcClient db;
    private final Clock clock;

    DeltaCursor(JdbcClient db, Clock clock) {
        this.db = db;
        this.clock = clock;
    }

    private record Stored(String cursor, Instant at) {}

    /** Where to go on; empty if a full round has to begin. */
    Optional<String> next(String resource) {
        return db.sql("select cursor, coalesce(stored_at, completed_at, round_began_at) from delta_cursor"
                        + " where resource = ? and cursor is not null")
                .param(resource)
                .query((rs, n) -> new Stored(rs.getString(1), rs.getTimestamp(2).toInstant()))
                .optional()
                .filter(stored -> {
                    boolean valid = stored.at().plus(LIFE).isAfter(clock.instant());
                    if (!valid) {
                        log.warn(
                                "The last look at changes of {} was on {}; beginning a full round",
                                resource,
                                stored.at());
                    }
                    return valid;
                })
                .map(Stored::cursor);
    }

    /** In the transaction that writes what the page has brought. */
    void store(String resource, String cursor, boolean completed) {
        Timestamp now = Timestamp.from(clock.instant());
        db.sql("""
                        insert into delta_cursor (resource, cursor, stored_at, round_began_at, completed_at) values (?, ?, ?, ?, ?)
                        on conflict (resource) do update set cursor = excluded.cursor, stored_at = excluded.stored_at,
                            completed_at = coalesce(excluded.completed_at, delta_cursor.completed_at)""").params(resource, cursor, now, now, completed ? now : null).update();
    }

    /**
     * The directory did not take the cursor.
     *
     * @return whether to begin a full round now; if not, one has begun for this reason within the hour, and the cursor is kept to
     *     be tried again
     */
    boolean refused(String resource) {
        Timestamp now = Timestamp.from(clock.instant());
        Timestamp before = Timestamp.from(clock.instant().minus(BETWEEN_REFUSALS));
        boolean begins = db.sql("""
                        insert into delta_cursor (resource, refused_at) values (?, ?)
                        on conflict (resource) do update set cursor = null, refused_at = excluded.refused_at
                        where delta_cursor.refused_at is null or delta_cursor.refused_at <= ?""").params(resource, now, before).update() > 0;
        log.warn(
                "The directory no longer knows where we stopped with {}; {}",
                resource,
                begins
                        ? "beginning a full round"
                        : "asking again later, because a full round has begun within the hour");
        return begins;
    }

    /** The next run about users begins a full round. */
    void forget() {
        db.sql("update delta_cursor set cursor = null where resource = ?")
                .param(USERS)
                .update();
    }

    /** When the last round about users was complete. */
    Optional<Instant> completedAt() {
        return db.sql("select completed_at from delta_cursor where resource = ? and completed_at is not null")
                .param(USERS)
                .query((rs, n) -> rs.getTimestamp(1).toInstant())
                .optional();
    }
}
