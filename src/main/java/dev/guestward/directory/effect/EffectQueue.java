package dev.guestward.directory.effect;

import java.sql.Timestamp;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/**
 * Who works on which effect: rows are leased, most urgent first and then as they fell due, by one node at a time. A lease that has run out is
 * anybody's again; what its last owner still holds in hand fails on the row's version.
 */
@Component
public class EffectQueue {
    private static final String OPEN =
            "state in ('PLANNED', 'SENT', 'UNKNOWN') and (leased_until is null or leased_until < :now)";

    /** Also that of the index {@code effect_due}. */
    private static final String ORDER = "priority desc, due_at, id";

    private final JdbcClient db;
    private final Clock clock;

    EffectQueue(JdbcClient db, Clock clock) {
        this.db = db;
        this.clock = clock;
    }

    /** Open effects and how long the oldest one has been due. */
    public record Backlog(Effect.Kind kind, long open, Duration oldest) {}

    /**
     * Leases what is due.
     *
     * @param kinds of these kinds only; an empty list leases nothing
     * @param newInvitations whether invitations that have not been sent may be among them
     */
    @Transactional
    public List<Effect> lease(
            String owner, Collection<Effect.Kind> kinds, boolean newInvitations, int most, Duration lease) {
        if (kinds.isEmpty()) {
            return List.of();
        }
        String condition = "due_at <= :now and kind in (:kinds)"
                + (newInvitations ? "" : " and not (kind = 'INVITE' and state = 'PLANNED')");
        return take(owner, most, lease, condition, Map.of("kinds", names(kinds)));
    }

    /** Leases what has been sent and must be looked at. */
    @Transactional
    public List<Effect> leaseSent(String owner, Collection<Effect.Kind> kinds, int most, Duration lease) {
        return kinds.isEmpty()
                ? List.of()
                : take(
                        owner,
                        most,
                        lease,
                        "due_at <= :now and kind in (:kinds) and state <> 'PLANNED'",
                        Map.of("kinds", names(kinds)));
    }

    /** Leases more of the same workflow that may share a call with an effect; those that were never sent need not be due yet. */
    @Transactional
    public List<Effect> leaseAlike(String owner, Effect like, int most, Duration lease) {
        return take(
                owner,
                most,
                lease,
                """
                kind = :kind and target_id = :target and state = 'PLANNED' and not alone
                and (due_at <= :now or attempts = 0) and coalesce(workflow, '') = :workflow""",
                Map.of(
                        "kind",
                        like.kind().name(),
                        "target",
                        like.requireTarget(),
                        "workflow",
                        like.workflow() == null ? "" : like.workflow().name()));
    }

    private List<Effect> take(String owner, int most, Duration lease, String condition, Map<String, ?> params) {
        Instant now = clock.instant();
        // what an update returns comes in no order
        return db.sql(
                        "with leased as (update effect set leased_by = :owner, leased_until = :until, version = version + 1"
                                + " where id in (select id from effect where " + OPEN + " and " + condition
                                + " order by " + ORDER + " limit :most for update skip locked) returning *)"
                                + " select * from leased order by " + ORDER)
                .param("owner", owner)
                .param("until", Timestamp.from(now.plus(lease)))
                .param("now", Timestamp.from(now))
                .param("most", most)
                .params(params)
                .query(Effects::effect)
                .list();
    }

    /** Gives leased rows back untouched; rows that have moved on meanwhile stay as they are. */
    @Transactional
    public void release(Collection<Effect> effects) {
        for (Effect effect : effects) {
            db.sql("update effect set leased_by = null, leased_until = null where id = ? and version = ?")
                    .params(effect.id(), effect.version())
                    .update();
        }
    }

    /** What has not been sent is looked at again at once. */
    @Transactional
    public void dueNow(Collection<UUID> effects) {
        if (!effects.isEmpty()) {
            db.sql("update effect set due_at = :now where id in (:ids) and state = 'PLANNED' and due_at > :now")
                    .param("now", Timestamp.from(clock.instant()))
                    .param("ids", effects)
                    .update();
        }
    }

    /** Effects settled at least so long ago whose task does not know yet, oldest first. */
    public List<Effect> notWoken(Duration age, int most) {
        return db.sql("select * from effect where not woken and settled_at <= ? order by settled_at limit ?")
                .params(Timestamp.from(clock.instant().minus(age)), most)
                .query(Effects::effect)
                .list();
    }

    @Transactional
    public void woken(UUID effect) {
        db.sql("update effect set woken = true where id = ?").param(effect).update();
    }

    /** What is open, by kind. */
    public List<Backlog> backlog() {
        Instant now = clock.instant();
        return db.sql("""
                        select kind, count(*) as open, min(due_at) as oldest from effect
                        where state in ('PLANNED', 'SENT', 'UNKNOWN') group by kind""")
                .query((rs, row) -> {
                    Duration age = Duration.between(rs.getTimestamp("oldest").toInstant(), now);
                    return new Backlog(
                            Effect.Kind.valueOf(rs.getString("kind")),
                            rs.getLong("open"),
                            age.isNegative() ? Duration.ZERO : age);
                })
                .list();
    }

    private static List<String> names(Collection<Effect.Kind> kinds) {
        return kinds.stream().map(Enum::name).collect(Collectors.toList());
    }
}
