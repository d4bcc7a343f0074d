package dev.guestward.adoption;

import dev.guestward.audit.Actor;
import dev.guestward.audit.AuditLedger;
import dev.guestward.people.PersonId;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/** Whether guests that are found are adopted, and how far the look at the whole tenant has come. */
@Component
class AdoptionState {
    private final JdbcClient db;
    private final AdoptionSettings settings;
    private final AuditLedger audit;
    private final Clock clock;

    AdoptionState(JdbcClient db, AdoptionSettings settings, AuditLedger audit, Clock clock) {
        this.db = db;
        this.settings = settings;
        this.audit = audit;
        this.clock = clock;
    }

    /**
     * @param adopting what an administrator said last; null if nobody said anything
     * @param usersSeen everybody the feed has shown since the look at the whole tenant began
     */
    record Row(
            @Nullable Boolean adopting,
            @Nullable PersonId changedBy,
            @Nullable Instant changedAt,
            @Nullable Instant roundBeganAt,
            @Nullable Instant roundEndedAt,
            long usersSeen) {}

    Row read() {
        return db.sql("select * from adoption_state")
                .query((rs, n) -> {
                    String by = rs.getString("changed_by");
                    return new Row(
                            (Boolean) rs.getObject("adopting"),
                            by == null ? null : new PersonId(by),
                            FoundGuestRows.instant(rs.getTimestamp("changed_at")),
                            FoundGuestRows.instant(rs.getTimestamp("round_began_at")),
                            FoundGuestRows.instant(rs.getTimestamp("round_ended_at")),
                            rs.getLong("users_seen"));
                })
                .single();
    }

    boolean adopts() {
        Boolean said = read().adopting();
        return settings.watches() && (said == null ? settings.mode() == AdoptionSettings.Mode.ADOPT : said);
    }

    boolean hasBegunRound() {
        return read().roundBeganAt() != null;
    }

    /** Whoever is not listed need not be looked for: when it is switched on again, everybody is looked at. */
    void forgetRound() {
        db.sql("update adoption_state set round_began_at = null, round_ended_at = null, users_seen = 0"
                        + " where round_began_at is not null")
                .update();
    }

    @Transactional(propagation = Propagation.MANDATORY)
    void pageSeen(int users, boolean last, Instant at) {
        db.sql("""
                        update adoption_state set round_began_at = coalesce(round_began_at, cast(:at as timestamptz)),
                            users_seen = users_seen + case when round_ended_at is null then :users else 0 end,
                            round_ended_at = coalesce(round_ended_at, case when :last then cast(:at as timestamptz) end)""")
                .param("at", Timestamp.from(at))
                .param("users", users)
                .param("last", last)
                .update();
    }

    /** @return false if it is so already */
    @Transactional(propagation = Propagation.MANDATORY)
    boolean say(boolean adopting, PersonId by) {
        boolean before = db.sql("select one from adoption_state for update")
                        .query(Boolean.class)
                        .single()
                && adopts();
        if (before == adopting) {
            return false;
        }
        Instant now = clock.instant();
        db.sql("update adoption_state set adopting = ?, changed_by = ?, changed_at = ?")
                .params(adopting, by.value(), Timestamp.from(now))
                .update();
        audit.append(
                AuditLedger.SETTINGS,
                now,
                Actor.person(by.value()),
                adopting ? "adoption-started" : "adoption-stopped",
                null,
                null,
                Map.of());
        return true;
    }
}
