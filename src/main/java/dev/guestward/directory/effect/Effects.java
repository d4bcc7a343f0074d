package dev.guestward.directory.effect;

import dev.guestward.directory.ActCall;
import dev.guestward.directory.ObjectId;
import dev.guestward.mode.Workflow;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.sql.Types;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.OptimisticLockingFailureException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/**
 * Keeps the effect rows. Each step moves a row from the version the caller has seen; whoever comes late gets an {@link
 * OptimisticLockingFailureException} and changes nothing.
 */
@Component
public class Effects {
    /** The answer of an act that the directory accepted and has still to show. */
    public static final String ACCEPTED = "accepted";

    /** The canary's acts are about nobody, and are tidied away. */
    private static final String CALLED = """
            , called as (
                insert into effect_call (effect_id, attempt, what, at, client_request_id)
                select id, attempts, 'SENDING', :now, :call from stepped where kind <> 'TOUCH')""";

    private final JdbcClient db;
    private final Clock clock;

    Effects(JdbcClient db, Clock clock) {
        this.db = db;
        this.clock = clock;
    }

    /** The effect behind the wish, planned now if it is new. Joins the caller's transaction. */
    @Transactional
    public Effect plan(Wish wish) {
        return plan(wish, Duration.ZERO);
    }

    /** As {@link #plan(Wish)}, to be sent after a pause at the earliest, unless it can share a call before. */
    @Transactional
    public Effect plan(Wish wish, Duration pause) {
        Instant now = clock.instant();
        return db.sql("""
                        insert into effect (id, effect_key, guest_id, kind, state, object_id, target_id, purpose,
                                            priority, planned_at, due_at, task_id, workflow)
                        values (?, ?, ?, ?, 'PLANNED', ?, ?, ?, ?, ?, ?, ?, ?)
                        on conflict (effect_key) do update
                        set task_id = coalesce(excluded.task_id, effect.task_id)
                        returning *""")
                .params(
                        UUID.randomUUID(),
                        wish.key(),
                        wish.guest(),
                        wish.kind().name(),
                        wish.account() == null ? null : wish.account().value(),
                        wish.target(),
                        wish.purpose(),
                        wish.priority(),
                        Timestamp.from(now),
                        Timestamp.from(now.plus(pause)),
                        wish.taskId(),
                        wish.workflow() == null ? null : wish.workflow().name())
                .query(Effects::effect)
                .single();
    }

    /** Marks them as sent, all with this call. Only when this is committed may it be made. */
    @Transactional
    public List<Effect> sending(List<Effect> effects, ActCall call) {
        return effects.stream().map(effect -> sending(effect, call)).toList();
    }

    private Effect sending(Effect effect, ActCall call) {
        return step(
                effect,
                "SENT",
                """
                , attempts = attempts + 1, sent_at = :now,
                sent_in_the_dark = sent_in_the_dark or state <> 'PLANNED'""" + (wasSeen(effect) ? ", last_answer = null" : ""),
                CALLED,
                Map.of("call", call.clientRequestId()));
    }

    /** Keeps what came back of the call that these were sent with. */
    @Transactional
    public void called(List<Effect> sent, ActCall call) {
        List<Effect> kept = sent.stream()
                .filter(effect -> effect.kind() != Effect.Kind.TOUCH)
                .toList();
        if (kept.isEmpty()) {
            return;
        }
        db.sql("""
                        insert into effect_call (effect_id, attempt, what, at, client_request_id, request_id, status)
                        select t.*, :what, :now, :call, :request, :status from unnest(:ids::uuid[], :attempts::int[]) t
                        on conflict do nothing""")
                .param("what", call.status().isPresent() ? "ANSWERED" : call.hasLeft() ? "LOST" : "STAYED")
                .param("now", Timestamp.from(clock.instant()))
                .param("call", call.clientRequestId())
                .param("request", call.requestId().orElse(null), Types.VARCHAR)
                .param("status", call.status().orElse(null), Types.INTEGER)
                .param("ids", kept.stream().map(Effect::id).toArray(UUID[]::new))
                .param("attempts", kept.stream().map(Effect::attempts).toArray(Integer[]::new))
                .update();
    }

    /**
     * The directory accepted it and named the account, but that is still to be seen there. Whoever sent it keeps its lease and
     * looks first: two who look at the same account would disregard what the directory told one of them about waiting.
     */
    @Transactional
    public Effect accepted(Effect effect, ObjectId account) {
        return step(effect, "SENT", """
                , object_id = :account, last_answer = :answer, due_at = :now""", Map.of("account", account.value(), "answer", ACCEPTED));
    }

    /** The directory has it. */
    @Transactional
    public Effect confirmed(Effect effect, @Nullable ObjectId account) {
        return settle(effect, Effect.State.CONFIRMED, "confirmed", account);
    }

    /** The directory said no. */
    @Transactional
    public Effect refused(Effect effect, String code) {
        return settle(effect, Effect.State.REFUSED, code, null);
    }

    /** Not sent, because the product only reports. */
    @Transactional
    public Effect suppressed(Effect effect) {
        return settle(effect, Effect.State.SUPPRESSED, "report-only", null);
    }

    /** Nobody knows; look again after the pause. */
    @Transactional
    public Effect unknown(Effect effect, String what, Duration pause) {
        return again(effect, Effect.State.UNKNOWN, what, pause, effect.alone());
    }

    /** Nothing happened, and it may be tried again after the pause. */
    @Transactional
    public Effect postponed(Effect effect, String why, Duration pause) {
        return again(effect, Effect.State.PLANNED, why, pause, effect.alone());
    }

    /** Nothing happened, because of somebody it shared the call with. */
    @Transactional
    public Effect alone(Effect effect, String why) {
        return again(effect, Effect.State.PLANNED, why, Duration.ZERO, true);
    }

    /**
     * The directory does not show the account, which proves nothing yet: look again after the pause. The time of the first such
     * look is kept until one shows the account.
     *
     * @param to what it is then
     */
    @Transactional
    public Effect absent(Effect effect, Effect.State to, Duration pause) {
        Instant since = effect.absentSince().orElseGet(clock::instant);
        return again(effect, to, Effect.ABSENT_SINCE + since, pause, effect.alone());
    }

    /** It stays what it is; look again after the pause. */
    @Transactional
    public Effect waiting(Effect effect, Duration pause) {
        return again(effect, effect.state(), null, pause, effect.alone());
    }

    /** All effects of a guest, oldest first. */
    public List<Effect> of(UUID guest) {
        return db.sql("select * from effect where guest_id = ? order by planned_at, id")
                .param(guest)
                .query(Effects::effect)
                .list();
    }

    /** An act that was not made. */
    public record Reported(Effect effect, Instant at) {}

    /** Acts that were only reported within a span, newest first. */
    public List<Reported> reported(Instant from, Instant to, int most) {
        return db.sql("select * from effect where state = 'SUPPRESSED' and settled_at >= ? and settled_at < ?"
                        + " order by settled_at desc, id limit ?")
                .params(Timestamp.from(from), Timestamp.from(to), most)
                .query((rs, row) -> new Reported(
                        effect(rs, row), rs.getTimestamp("settled_at").toInstant()))
                .list();
    }

    /**
     * When the account of this act's guest was last asked for, or asked back from the recycle bin by another act than this: a
     * young account may not be known to every replica.
     */
    public Optional<Instant> broughtAt(Effect act) {
        return db.sql("select max(sent_at) from effect where guest_id = ? and (kind = 'INVITE'"
                        + " or kind = 'RESTORE' and id <> ? and state <> 'REFUSED')")
                .params(act.guestId(), act.id())
                .query(Timestamp.class)
                .optional()
                .map(Timestamp::toInstant);
    }

    /** What is looked at before it is sent has been seen then; only a deletion goes out without. */
    private static boolean wasSeen(Effect effect) {
        return effect.absentSince().isPresent()
                && effect.kind().needsInspection()
                && effect.kind() != Effect.Kind.DELETE;
    }

    private Effect settle(Effect effect, Effect.State to, String answer, @Nullable ObjectId account) {
        return step(
                effect,
                to.name(),
                """
                , last_answer = :answer, object_id = coalesce(cast(:account as text), object_id), settled_at = :now,
                leased_by = null, leased_until = null, woken = task_id is null""",
                Map.of("answer", answer, "account", account == null ? Absent.VALUE : account.value()));
    }

    private Effect again(Effect effect, Effect.State to, @Nullable String answer, Duration pause, boolean alone) {
        return step(
                effect,
                to.name(),
                """
                , last_answer = coalesce(cast(:answer as text), last_answer), due_at = cast(:due as timestamptz),
                alone = :alone, leased_by = null, leased_until = null""",
                Map.of(
                        "answer",
                        answer == null ? Absent.VALUE : answer,
                        "due",
                        Timestamp.from(clock.instant().plus(pause)),
                        "alone",
                        alone));
    }

    private enum Absent {
        VALUE
    }

    private Effect step(Effect effect, String to, String changes, Map<String, Object> params) {
        return step(effect, to, changes, "", params);
    }

    /** @param besides what else the same statement does with the row {@code stepped} */
    private Effect step(Effect effect, String to, String changes, String besides, Map<String, Object> params) {
        JdbcClient.StatementSpec update = db.sql("with stepped as (update effect set state = :to, version = version + 1"
                        + changes + " where id = :id and version = :version returning *)" + besides
                        + " select * from stepped")
                .param("to", to)
                .param("now", Timestamp.from(clock.instant()))
                .param("id", effect.id())
                .param("version", effect.version());
        params.forEach((name, value) -> update.param(name, value == Absent.VALUE ? null : value));
        return update.query(Effects::effect)
                .optional()
                .orElseThrow(() -> new OptimisticLockingFailureException(
                        "Effect " + effect.id() + " was taken on by somebody else; this attempt changes nothing"));
    }

    static Effect effect(ResultSet rs, int row) throws SQLException {
        String account = rs.getString("object_id");
        String workflow = rs.getString("workflow");
        return new Effect(
                rs.getObject("id", UUID.class),
                rs.getString("effect_key"),
                rs.getObject("guest_id", UUID.class),
                Effect.Kind.valueOf(rs.getString("kind")),
                Effect.State.valueOf(rs.getString("state")),
                account == null ? null : new ObjectId(account),
                rs.getString("target_id"),
                rs.getString("purpose"),
                rs.getInt("priority"),
                rs.getInt("attempts"),
                instant(rs.getTimestamp("sent_at")),
                instant(rs.getTimestamp("leased_until")),
                rs.getBoolean("alone"),
                rs.getBoolean("sent_in_the_dark"),
                rs.getString("task_id"),
                workflow == null ? null : Workflow.valueOf(workflow),
                rs.getString("last_answer"),
                rs.getLong("version"));
    }

    private static @Nullable Instant instant(@Nullable Timestamp time) {
        return time == null ? null : time.toInstant();
    }
}
