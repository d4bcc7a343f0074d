package dev.guestward.directory.changes;

import dev.guestward.directory.ObjectId;
import dev.guestward.directory.effect.Effect;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/** The last test changes of the canary, each with the effect that makes it. */
@Component
class CanaryTable {
    private static final Duration KEPT = Duration.ofDays(7);
    private static final long LOCK = 0x63616e617279L;
    private static final String EFFECT = "e.effect_key = 'canary:' || t.number";

    private final JdbcClient db;
    private final Clock clock;

    CanaryTable(JdbcClient db, Clock clock) {
        this.db = db;
        this.clock = clock;
    }

    /**
     * One try.
     *
     * @param enabled whether the canary was to be allowed to sign in, or not
     * @param hindrance why nothing was changed
     * @param state how the act stands; null if there is none
     * @param sentAt when it last left the house
     * @param answer what the directory said
     * @param notifiedAt when it came back by notification
     * @param foundAt when it came back in the delta feed
     * @param unnotifiedAt when it was missed
     */
    record Try(
            long number,
            Instant begunAt,
            boolean enabled,
            @Nullable String hindrance,
            Effect.@Nullable State state,
            @Nullable Instant sentAt,
            @Nullable String answer,
            @Nullable Instant notifiedAt,
            @Nullable Instant foundAt,
            @Nullable Instant unnotifiedAt) {

        boolean isOpen() {
            return state == Effect.State.PLANNED || state == Effect.State.SENT || state == Effect.State.UNKNOWN;
        }

        /** When the directory was changed; null if it was not, or nobody knows. */
        @Nullable
        Instant changedAt() {
            return state == Effect.State.CONFIRMED ? sentAt : null;
        }
    }

    static String key(long number) {
        return "canary:" + number;
    }

    /** The newest first. */
    List<Try> last(ObjectId account, int most) {
        return db.sql("select t.*, e.state, e.sent_at, e.last_answer from canary_try t left join effect e on " + EFFECT
                        + " where t.account = ? order by t.number desc limit ?")
                .params(account.value(), most)
                .query(CanaryTable::row)
                .list();
    }

    /**
     * A new try, and what is older than a week is forgotten; in the transaction that plans its act. Empty if somebody else
     * was faster.
     */
    @Transactional(propagation = Propagation.MANDATORY)
    OptionalLong begin(ObjectId account, boolean enabled, @Nullable String hindrance, Duration every) {
        Instant now = clock.instant();
        db.sql("select pg_advisory_xact_lock(?)")
                .param(LOCK)
                .query((rs, n) -> 0)
                .single();
        List<Long> number = db.sql("""
                        insert into canary_try (account, begun_at, enabled, hindrance)
                        select :account, :now, :enabled, cast(:hindrance as text)
                        where not exists (select 1 from canary_try where begun_at > :since) returning number""")
                .param("account", account.value())
                .param("now", Timestamp.from(now))
                .param("enabled", enabled)
                .param("hindrance", hindrance)
                .param("since", Timestamp.from(now.minus(every)))
                .query(Long.class)
                .list();
        db.sql("delete from canary_try where begun_at < ?")
                .param(Timestamp.from(now.minus(KEPT)))
                .update();
        db.sql("delete from effect where kind = 'TOUCH' and settled_at < ?")
                .param(Timestamp.from(now.minus(KEPT)))
                .update();
        return number.isEmpty() ? OptionalLong.empty() : OptionalLong.of(number.get(0));
    }

    /** A notification names the canary. It counts for the newest try, once that has left the house. */
    @Transactional
    void notified(ObjectId account) {
        db.sql("update canary_try t set notified_at = :now from effect e where " + EFFECT
                        + " and e.sent_at is not null and t.notified_at is null"
                        + " and t.number = (select max(number) from canary_try where account = :account)")
                .param("now", Timestamp.from(clock.instant()))
                .param("account", account.value())
                .update();
    }

    /** The delta feed shows the canary in this state. An older state may be a replay and counts for nothing. */
    @Transactional
    void found(ObjectId account, boolean enabled) {
        db.sql("update canary_try t set found_at = :now from effect e where " + EFFECT
                        + " and e.sent_at is not null and t.found_at is null and t.enabled = :enabled"
                        + " and t.number = (select max(number) from canary_try where account = :account)")
                .param("now", Timestamp.from(clock.instant()))
                .param("account", account.value())
                .param("enabled", enabled)
                .update();
    }

    /** @return whether nobody has been told before */
    @Transactional
    boolean unnotified(Try missed) {
        return told(missed, "unnotified_at");
    }

    @Transactional
    boolean unfound(Try missed) {
        return told(missed, "unfound_at");
    }

    private boolean told(Try missed, String column) {
        return db.sql("update canary_try set " + column + " = ? where number = ? and " + column + " is null")
                        .params(Timestamp.from(clock.instant()), missed.number())
                        .update()
                > 0;
    }

    private static Try row(ResultSet rs, int n) throws SQLException {
        String state = rs.getString("state");
        return new Try(
                rs.getLong("number"),
                rs.getTimestamp("begun_at").toInstant(),
                rs.getBoolean("enabled"),
                rs.getString("hindrance"),
                state == null ? null : Effect.State.valueOf(state),
                instant(rs, "sent_at"),
                rs.getString("last_answer"),
                instant(rs, "notified_at"),
                instant(rs, "found_at"),
                instant(rs, "unnotified_at"));
    }

    private static @Nullable Instant instant(ResultSet rs, String column) throws SQLException {
        Timestamp at = rs.getTimestamp(column);
        return at == null ? null : at.toInstant();
    }
}
