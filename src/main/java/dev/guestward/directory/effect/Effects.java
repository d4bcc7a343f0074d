package dev.guestward.directory.effect;

import dev.guestward.directory.ObjectId;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Clock;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.OptimisticLockingFailureException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/**
 * Keeps the effect rows. Each step moves a row from the version the caller has seen; whoever comes late gets an {@link
 * OptimisticLockingFailureException} and changes nothing.
 */
@Component
public class Effects {
    private static final Set<Effect.State> SETTLED =
            EnumSet.of(Effect.State.CONFIRMED, Effect.State.REFUSED, Effect.State.SUPPRESSED);

    private final JdbcClient db;
    private final Clock clock;

    Effects(JdbcClient db, Clock clock) {
        this.db = db;
        this.clock = clock;
    }

    /** The effect behind this key, planned now if it is new. */
    @Transactional(propagation = Propagation.REQUIRES_NEW)
    public Effect plan(String key, UUID guest, Effect.Kind kind) {
        db.sql("insert into effect (id, effect_key, guest_id, kind, state, planned_at)"
                        + " values (?, ?, ?, ?, 'PLANNED', ?) on conflict (effect_key) do nothing")
                .params(UUID.randomUUID(), key, guest, kind.name(), Timestamp.from(clock.instant()))
                .update();
        return db.sql("select * from effect where effect_key = ?")
                .param(key)
                .query(Effects::effect)
                .single();
    }

    /** Marks it as sent. Committed when this returns; only then may the call be made. */
    @Transactional(propagation = Propagation.REQUIRES_NEW)
    public Effect sending(Effect effect) {
        return step(effect, Effect.State.SENT, effect.objectId(), null);
    }

    /** The directory accepted it and named the object, but its visibility is still to be confirmed. */
    @Transactional
    public Effect accepted(Effect effect, ObjectId object) {
        return step(effect, Effect.State.SENT, object, "accepted");
    }

    /** The directory has it. */
    @Transactional
    public Effect confirmed(Effect effect, ObjectId object) {
        return effect.isConfirmed() ? effect : step(effect, Effect.State.CONFIRMED, object, "confirmed");
    }

    /** Nobody knows. */
    @Transactional
    public Effect unknown(Effect effect, String what) {
        return step(effect, Effect.State.UNKNOWN, effect.objectId(), what);
    }

    /** The directory said that nothing happened and that it may be tried again. */
    @Transactional
    public Effect postponed(Effect effect, String why) {
        return step(effect, Effect.State.PLANNED, effect.objectId(), why);
    }

    /** The directory said no. */
    @Transactional
    public Effect refused(Effect effect, String code) {
        return step(effect, Effect.State.REFUSED, effect.objectId(), code);
    }

    /** All effects of a guest, oldest first. */
    public List<Effect> of(UUID guest) {
        return db.sql("select * from effect where guest_id = ? order by planned_at, id")
                .param(guest)
                .query(Effects::effect)
                .list();
    }

    private Effect step(Effect effect, Effect.State to, @Nullable ObjectId object, @Nullable String answer) {
        Timestamp now = Timestamp.from(clock.instant());
        boolean sending = to == Effect.State.SENT && answer == null;
        int changed = db.sql("""
                        update effect set state = :to, object_id = :object, attempts = attempts + :sent,
                               last_answer = coalesce(:answer, last_answer),
                               sent_at = case when :sending then :now else sent_at end,
                               settled_at = case when :settled then cast(:now as timestamptz) end,
                               version = version + 1
                        where id = :id and version = :version""")
                .param("to", to.name())
                .param("object", object == null ? null : object.value())
                .param("sent", sending ? 1 : 0)
                .param("answer", answer)
                .param("sending", sending)
                .param("now", now)
                .param("settled", SETTLED.contains(to))
                .param("id", effect.id())
                .param("version", effect.version())
                .update();
        if (changed != 1) {
            throw new OptimisticLockingFailureException(
                    "Effect " + effect.id() + " was taken on by somebody else; this attempt changes nothing");
        }
        return db.sql("select * from effect where id = ?")
                .param(effect.id())
                .query(Effects::effect)
                .single();
    }

    private static Effect effect(ResultSet rs, int row) throws SQLException {
        String object = rs.getString("object_id");
        Timestamp sent = rs.getTimestamp("sent_at");
        return new Effect(
                rs.getObject("id", UUID.class),
                rs.getString("effect_key"),
                rs.getObject("guest_id", UUID.class),
                Effect.Kind.valueOf(rs.getString("kind")),
                Effect.State.valueOf(rs.getString("state")),
                object == null ? null : new ObjectId(object),
                rs.getInt("attempts"),
                sent == null ? null : sent.toInstant(),
                rs.getLong("version"));
    }
}
