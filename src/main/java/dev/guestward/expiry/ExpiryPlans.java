package dev.guestward.expiry;

import dev.guestward.guest.Guest;
import dev.guestward.guest.GuestId;
import dev.guestward.guest.GuestState;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/** Which ends are being announced: one plan for each end of each guest, however often that end is looked at. */
@Component
class ExpiryPlans {
    private static final String WITH_END = " from guest g";
    private static final String STANDS =
            "g.state in ('INVITED', 'ACTIVE') and g.directory_id is not null and g.access_until > :now";

    private final JdbcClient db;
    private final Clock clock;

    ExpiryPlans(JdbcClient db, Clock clock) {
        this.db = db;
        this.clock = clock;
    }

    /** An end of access. */
    record ComingEnd(GuestId guest, Instant end) {
        /** Before the first one. */
        static final ComingEnd NONE = new ComingEnd(new GuestId(new UUID(0, 0)), Instant.EPOCH);
    }

    /** Whether this end is still the end of this guest's access. */
    static boolean stands(Guest guest, Instant end) {
        return (guest.state() == GuestState.INVITED || guest.state() == GuestState.ACTIVE)
                && guest.accessUntil().equals(end);
    }

    /**
     * Ends that lie ahead, until this time, and have no plan. Nearest first.
     *
     * @param after the last one of the page before
     */
    List<ComingEnd> unplanned(Instant until, ComingEnd after, int limit) {
        return db.sql(
                        "select g.id, g.access_until" + WITH_END + " where " + STANDS + " and g.access_until <= :until"
                                + " and (g.access_until, g.id) > (:end, :guest)"
                                + " and not exists (select 1 from expiry_plan p where p.guest_id = g.id"
                                + " and p.access_until = g.access_until and p.over_at is null) order by g.access_until, g.id limit :limit")
                .param("now", Timestamp.from(clock.instant()))
                .param("until", Timestamp.from(until))
                .param("end", Timestamp.from(after.end()))
                .param("guest", after.guest().value())
                .param("limit", limit)
                .query((rs, row) -> new ComingEnd(
                        new GuestId(rs.getObject("id", UUID.class)),
                        rs.getTimestamp("access_until").toInstant()))
                .list();
    }

    /**
     * A guest's end of access.
     *
     * @param announced how many warnings are covered; null if it is not being announced
     */
    record Ahead(
            GuestId guest,
            UUID clinic,
            boolean active,
            Instant end,
            @Nullable Integer announced) {}

    /** Everybody who has access, whenever it ends from now on. */
    List<Ahead> ahead() {
        return db.sql("select g.id, g.clinic_id, g.state, g.access_until, p.warnings" + WITH_END
                        + " left join expiry_plan p on p.guest_id = g.id and p.access_until = g.access_until"
                        + " and p.over_at is null where " + STANDS + " order by g.access_until, g.id")
                .param("now", Timestamp.from(clock.instant()))
                .query((rs, row) -> new Ahead(
                        new GuestId(rs.getObject("id", UUID.class)),
                        rs.getObject("clinic_id", UUID.class),
                        GuestState.ACTIVE.name().equals(rs.getString("state")),
                        rs.getTimestamp("access_until").toInstant(),
                        rs.getObject("warnings", Integer.class)))
                .list();
    }

    /** Guests for whom an end is announced that is not theirs any more, or who lost access before it came. */
    List<GuestId> outdated(int limit) {
        return db.sql("select distinct p.guest_id from expiry_plan p join guest g on g.id = p.guest_id"
                        + " where p.over_at is null and (g.state not in ('INVITED', 'ACTIVE')"
                        + " or g.access_until <> p.access_until) limit ?")
                .param(limit)
                .query((rs, row) -> new GuestId(rs.getObject(1, UUID.class)))
                .list();
    }

    /**
     * Begins a plan, or takes up one that was over: the end was moved away and back.
     *
     * @return false if there is one already
     */
    @Transactional(propagation = Propagation.MANDATORY)
    boolean begin(ComingEnd coming) {
        return db.sql("insert into expiry_plan (guest_id, access_until, planned_at) values (?, ?, ?)"
                                + " on conflict (guest_id, access_until) do update set planned_at = excluded.planned_at,"
                                + " warnings = 0, over_at = null where expiry_plan.over_at is not null")
                        .params(coming.guest().value(), Timestamp.from(coming.end()), Timestamp.from(clock.instant()))
                        .update()
                == 1;
    }

    /**
     * Covers warnings by a letter.
     *
     * @return false if so many are covered already, or the plan is over
     */
    @Transactional(propagation = Propagation.MANDATORY)
    boolean warned(GuestId guest, Instant end, int warnings) {
        return db.sql("update expiry_plan set warnings = :warnings where guest_id = :guest and access_until = :end"
                                + " and over_at is null and warnings < :warnings")
                        .param("warnings", warnings)
                        .param("guest", guest.value())
                        .param("end", Timestamp.from(end))
                        .update()
                == 1;
    }

    /** @return whether there was one */
    @Transactional(propagation = Propagation.MANDATORY)
    boolean over(GuestId guest) {
        return db.sql("update expiry_plan set over_at = ? where guest_id = ? and over_at is null")
                        .params(Timestamp.from(clock.instant()), guest.value())
                        .update()
                > 0;
    }

    /** The end that is being announced. */
    Optional<Instant> open(GuestId guest) {
        return db.sql("select access_until from expiry_plan where guest_id = ? and over_at is null"
                        + " order by access_until desc limit 1")
                .param(guest.value())
                .query(Timestamp.class)
                .optional()
                .map(Timestamp::toInstant);
    }
}
