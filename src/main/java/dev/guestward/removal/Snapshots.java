package dev.guestward.removal;

import dev.guestward.guest.GuestId;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/** What guests held when access was taken from them. Restoration puts it back and notes what it could not. */
@Component
public class Snapshots {
    private final JdbcClient db;
    private final Clock clock;

    Snapshots(JdbcClient db, Clock clock) {
        this.db = db;
        this.clock = clock;
    }

    /** What is held. */
    public enum Kind {
        GROUP,
        /** The target is the application's object id, a slash, and the role's id. */
        APP_ROLE,
        SPONSOR,
        /** A directory role or an administrative unit: on record, but not ours to take. */
        OTHER
    }

    /**
     * One thing a guest held.
     *
     * @param name as the directory calls it; null where we may not read it
     * @param takenAt when the directory confirmed that it is not held any more
     * @param keptBecause a code: why it could not be taken
     * @param givenBackAt when a restoration put it back
     * @param lostBecause a code: why a restoration could not
     */
    public record Held(
            UUID removal,
            Kind kind,
            String target,
            @Nullable String name,
            @Nullable Instant takenAt,
            @Nullable String keptBecause,
            @Nullable Instant givenBackAt,
            @Nullable String lostBecause) {}

    /** Everything on record of one removal. */
    public List<Held> of(UUID removal) {
        return db.sql("select * from access_snapshot where removal_id = ? order by kind, name nulls last, target_id")
                .param(removal)
                .query(Snapshots::held)
                .list();
    }

    /** Through what a guest still has access although it should have been taken, names or ids. */
    public List<Held> keptBy(GuestId guest) {
        return db.sql("select s.* from access_snapshot s join removal r on r.id = s.removal_id"
                        + " where r.guest_id = ? and r.ended_at is null and s.kept_because is not null"
                        + " order by s.kind, s.name nulls last, s.target_id")
                .param(guest.value())
                .query(Snapshots::held)
                .list();
    }

    @Transactional(propagation = Propagation.MANDATORY)
    void keep(UUID removal, Kind kind, String target, @Nullable String name) {
        db.sql("insert into access_snapshot (removal_id, kind, target_id, name) values (?, ?, ?, ?)"
                        + " on conflict do nothing")
                .params(removal, kind.name(), target, name)
                .update();
    }

    @Transactional(propagation = Propagation.MANDATORY)
    public void taken(Held held) {
        mark(held, "taken_at = ?, kept_because = null", Timestamp.from(clock.instant()));
    }

    @Transactional(propagation = Propagation.MANDATORY)
    public void kept(Held held, String because) {
        mark(held, "kept_because = ?", because);
    }

    @Transactional(propagation = Propagation.MANDATORY)
    public void givenBack(Held held) {
        mark(held, "given_back_at = ?, lost_because = null", Timestamp.from(clock.instant()));
    }

    @Transactional(propagation = Propagation.MANDATORY)
    public void lost(Held held, String because) {
        mark(held, "lost_because = ?", because);
    }

    /** Nothing has been given back any more. */
    @Transactional(propagation = Propagation.MANDATORY)
    void forgetRestoration(UUID removal) {
        db.sql("update access_snapshot set given_back_at = null, lost_because = null where removal_id = ?")
                .param(removal)
                .update();
    }

    private void mark(Held held, String change, Object value) {
        db.sql("update access_snapshot set " + change + " where removal_id = ? and kind = ? and target_id = ?")
                .params(value, held.removal(), held.kind().name(), held.target())
                .update();
    }

    private static Held held(ResultSet rs, int row) throws SQLException {
        return new Held(
                rs.getObject("removal_id", UUID.class),
                Kind.valueOf(rs.getString("kind")),
                rs.getString("target_id"),
                rs.getString("name"),
                RemovalRows.instant(rs.getTimestamp("taken_at")),
                rs.getString("kept_because"),
                RemovalRows.instant(rs.getTimestamp("given_back_at")),
                rs.getString("lost_because"));
    }
}
