package dev.guestward.removal;

import dev.guestward.guest.GuestId;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Finds guests who should be on the way out and are not, and removals that do not get on. */
@Component
public class RemovalSearch {
    /** An end that people let pass for this guest is left alone; one that was only reported, while reporting goes on. */
    private static final String ANSWERED =
            "exists (select 1 from removal r where r.guest_id = g.id and r.cause = 'EXPIRY'"
                    + " and r.access_until = g.access_until and r.ended_as in (:answers))";

    private static final String WITH_ACCESS =
            " from guest g where g.state in ('INVITED', 'ACTIVE') and g.directory_id is not null";

    private final JdbcClient db;

    RemovalSearch(JdbcClient db) {
        this.db = db;
    }

    /** A guest whose end of access has come. */
    public record PastEnd(GuestId guest, Instant end) {
        /** Before the first one. */
        public static final PastEnd NONE = new PastEnd(new GuestId(new UUID(0, 0)), Instant.EPOCH);
    }

    /** Guests with access past their end: whose block nothing is in the way of, and who wait for people. */
    public record Overdue(long forNothing, long forPeople) {}

    /**
     * Guests who still have access at this time, although their end has come, and who are not being removed. Longest past
     * first.
     *
     * @param after the last one of the page before
     * @param reportsOnly whether an end that was reported is done with
     */
    public List<PastEnd> pastTheirEnd(Instant now, PastEnd after, int limit, boolean reportsOnly) {
        return db.sql("select g.id, g.access_until" + WITH_ACCESS + " and g.access_until <= :now"
                        + " and (g.access_until, g.id) > (:end, :guest)"
                        + " and not exists (select 1 from removal o where o.guest_id = g.id and o.ended_at is null)"
                        + " and not " + ANSWERED + " order by g.access_until, g.id limit :limit")
                .param("now", Timestamp.from(now))
                .param("end", Timestamp.from(after.end()))
                .param("guest", after.guest().value())
                .param("answers", answers(reportsOnly))
                .param("limit", limit)
                .query((rs, row) -> new PastEnd(
                        new GuestId(rs.getObject("id", UUID.class)),
                        rs.getTimestamp("access_until").toInstant()))
                .list();
    }

    /** Open removals whose next step has been due since this time and that do not wait for people. Who still has access comes first, then the oldest. */
    public List<Removal> stuckSince(Instant since, int limit) {
        return db.sql("select r.* from removal r join guest g on g.id = r.guest_id where r.ended_at is null"
                        + " and coalesce(g.attention not in ('HELD_BY_BRAKE', 'REMOVAL_REFUSED'), true)"
                        + " and (r.blocked_at is null or r.delete_after is not null)"
                        + " and case when r.blocked_at is null then r.undo_until"
                        + " when r.stripped_at is null then r.blocked_at else r.delete_after end <= :since"
                        + " order by r.blocked_at is not null, r.asked_at, r.id limit :limit")
                .param("since", Timestamp.from(since))
                .param("limit", limit)
                .query(RemovalRows::removal)
                .list();
    }

    /** How many guests still have access although their end lies before this time. */
    public Overdue overdue(Instant before) {
        return db.sql("select count(*) filter (where not waits) as nothing, count(*) filter (where waits) as people"
                        + " from (select coalesce(g.attention in ('HELD_BY_BRAKE', 'REMOVAL_REFUSED'), false) or "
                        + ANSWERED + " as waits" + WITH_ACCESS + " and g.access_until < :before) overdue")
                .param("before", Timestamp.from(before))
                .param("answers", answers(false))
                .query((rs, row) -> new Overdue(rs.getLong("nothing"), rs.getLong("people")))
                .single();
    }

    private static List<String> answers(boolean reportsOnly) {
        return reportsOnly
                ? List.of(Removal.Ending.GIVEN_UP.name(), Removal.Ending.REPORTED.name())
                : List.of(Removal.Ending.GIVEN_UP.name());
    }
}
