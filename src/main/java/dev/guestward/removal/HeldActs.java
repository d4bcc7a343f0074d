package dev.guestward.removal;

import dev.guestward.directory.effect.Effect;
import dev.guestward.guest.GuestId;
import dev.guestward.hospital.HospitalSettings;
import dev.guestward.people.PersonId;
import dev.guestward.removal.BrakeCaps.Cap;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/** The rows of what the brake holds. */
@Component
class HeldActs {
    /** What was refused meanwhile, or is only reported by now, waits for nobody. */
    private static final String WAITING = "h.over_at is null and h.second_at is null and h.dropped_at is null"
            + " and not exists (select 1 from effect e where e.id = h.effect_id and e.settled_at is not null)";

    private static final String SELECT = """
            select h.*, g.display_name, g.sponsor_id, r.cause, r.urgent, r.asked_by, r.reason,
                   cast(h.held_at at time zone :zone as date) as day
            from brake_hold h join guest g on g.id = h.guest_id left join removal r on r.id = h.removal_id
            """;

    private final JdbcClient db;
    private final String zone;

    HeldActs(JdbcClient db, HospitalSettings hospital) {
        this.db = db;
        this.zone = hospital.timeZone().getId();
    }

    private record Row(BrakeBatch.Key key, long size, long asked, Instant since, BrakeHold hold) {}

    /** What waits for people, the oldest batch first. Of each batch no more than so many are listed. */
    List<BrakeBatch> waiting(int most) {
        Map<BrakeBatch.Key, List<Row>> batches = new LinkedHashMap<>();
        db.sql("select * from (select held.*, count(*) over batch as size, count(first_by) over batch as asked,"
                        + " min(held_at) over batch as since, row_number() over (batch order by held_at, effect_id) as n"
                        + " from (" + SELECT + " where " + WAITING + ") held"
                        + " window batch as (partition by kind, cap, day)) ranked"
                        + " where n <= :most order by day, kind, cap, n")
                .param("zone", zone)
                .param("most", most)
                .query((rs, row) -> new Row(
                        key(rs),
                        rs.getLong("size"),
                        rs.getLong("asked"),
                        rs.getTimestamp("since").toInstant(),
                        hold(rs, row)))
                .list()
                .forEach(row -> batches.computeIfAbsent(row.key(), key -> new ArrayList<>())
                        .add(row));
        return batches.values().stream()
                .map(rows -> new BrakeBatch(
                        rows.get(0).key(),
                        rows.get(0).size(),
                        rows.get(0).asked(),
                        rows.get(0).since(),
                        rows.stream().map(Row::hold).toList()))
                .toList();
    }

    /** The acts of one batch that wait for people. */
    List<UUID> of(BrakeBatch.Key batch) {
        return db.sql("select effect_id from brake_hold h where " + WAITING + " and kind = :kind and cap = :cap"
                        + " and cast(held_at at time zone :zone as date) = :day")
                .param("kind", batch.act().name())
                .param("cap", batch.cap().name())
                .param("zone", zone)
                .param("day", batch.day())
                .query(UUID.class)
                .list();
    }

    /** Whose acts these are, in the order in which rows are to be taken. */
    Map<UUID, GuestId> guests(Collection<UUID> acts) {
        Map<UUID, GuestId> guests = new LinkedHashMap<>();
        db.sql("select effect_id, guest_id from brake_hold where effect_id in (:ids) order by guest_id, effect_id")
                .param("ids", acts)
                .query((rs, row) -> Map.entry(
                        rs.getObject("effect_id", UUID.class), new GuestId(rs.getObject("guest_id", UUID.class))))
                .list()
                .forEach(entry -> guests.put(entry.getKey(), entry.getValue()));
        return guests;
    }

    /** One act, with its row taken; empty if it does not wait any more. The guest's row has to be taken before. */
    @Transactional(propagation = Propagation.MANDATORY)
    Optional<BrakeHold> locked(UUID act) {
        return db.sql(SELECT + " where " + WAITING + " and h.effect_id = :id for update of h")
                .param("zone", zone)
                .param("id", act)
                .query(HeldActs::hold)
                .optional();
    }

    void asked(UUID act, PersonId by, Instant at) {
        mark(act, "first_by = ?, first_at = ?", by, at);
    }

    void released(UUID act, PersonId by, Instant at) {
        mark(act, "second_by = ?, second_at = ?", by, at);
    }

    void dropped(UUID act, String because, PersonId by, Instant at) {
        mark(act, "dropped_by = ?, dropped_at = ?", by, at);
        db.sql("update brake_hold set dropped_because = ? where effect_id = ?")
                .params(because, act)
                .update();
    }

    /** How many wait. */
    long count(Effect.Kind act) {
        return db.sql("select count(*) from brake_hold h where " + WAITING + " and kind = ?")
                .param(act.name())
                .query(Long.class)
                .single();
    }

    /** How many have ever been held. */
    long ever(Effect.Kind act) {
        return db.sql("select count(*) from brake_hold where kind = ?")
                .param(act.name())
                .query(Long.class)
                .single();
    }

    private void mark(UUID act, String change, PersonId by, Instant at) {
        db.sql("update brake_hold set " + change + " where effect_id = ?")
                .params(by.value(), Timestamp.from(at), act)
                .update();
    }

    private static BrakeBatch.Key key(ResultSet rs) throws SQLException {
        return new BrakeBatch.Key(
                Effect.Kind.valueOf(rs.getString("kind")),
                Cap.Name.valueOf(rs.getString("cap")),
                Objects.requireNonNull(rs.getObject("day", LocalDate.class)));
    }

    private static BrakeHold hold(ResultSet rs, int row) throws SQLException {
        String cause = rs.getString("cause");
        return new BrakeHold(
                rs.getObject("effect_id", UUID.class),
                Effect.Kind.valueOf(rs.getString("kind")),
                new GuestId(rs.getObject("guest_id", UUID.class)),
                rs.getString("display_name"),
                rs.getObject("clinic_id", UUID.class),
                new PersonId(rs.getString("sponsor_id")),
                rs.getTimestamp("held_at").toInstant(),
                cause == null ? null : Cause.valueOf(cause),
                rs.getBoolean("urgent"),
                rs.getString("asked_by"),
                rs.getString("reason"),
                person(rs.getString("first_by")),
                RemovalRows.instant(rs.getTimestamp("first_at")));
    }

    private static @Nullable PersonId person(@Nullable String id) {
        return id == null ? null : new PersonId(id);
    }
}
