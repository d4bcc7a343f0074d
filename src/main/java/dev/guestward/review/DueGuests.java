package dev.guestward.review;

import dev.guestward.guest.GuestId;
import dev.guestward.people.PersonId;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Which guests somebody has to be asked about. Each look costs as much as there is to find. */
@Component
class DueGuests {
    private static final String NOBODY_ASKED =
            " and not exists (select 1 from review_item i where i.guest_id = g.id and i.outcome is null"
                    + " and i.second_look_of is null)"
                    // a removal that is under way is an answer; if it comes to nothing, the day is still there
                    + " and not exists (select 1 from removal r where r.guest_id = g.id and r.ended_at is null)";

    private final JdbcClient db;

    DueGuests(JdbcClient db) {
        this.db = db;
    }

    /** Sponsors with active guests who have no day yet. */
    List<PersonId> sponsorsOfUndated(int limit) {
        return db.sql("select distinct sponsor_id from guest where state = 'ACTIVE' and review_due_at is null limit ?")
                .param(limit)
                .query((rs, n) -> new PersonId(rs.getString(1)))
                .list();
    }

    List<GuestId> undated(PersonId sponsor, int limit) {
        return guests(
                "select id from guest where state = 'ACTIVE' and review_due_at is null and sponsor_id = ?"
                        + " order by requested_at, id limit " + limit,
                sponsor.value());
    }

    /** Sponsors of guests whose day comes by then. */
    List<PersonId> sponsorsOfDue(Instant until) {
        return db.sql("select distinct g.sponsor_id from guest g where g.state = 'ACTIVE' and g.review_due_at <= ?"
                        + NOBODY_ASKED)
                .param(Timestamp.from(until))
                .query((rs, n) -> new PersonId(rs.getString(1)))
                .list();
    }

    /** Guests of a sponsor whose day comes by then, the most urgent first. */
    List<Due> due(PersonId sponsor, Instant until, int limit) {
        return db.sql("select g.id, g.review_due_at from guest g where g.state = 'ACTIVE' and g.sponsor_id = ?"
                        + " and g.review_due_at <= ?" + NOBODY_ASKED + " order by g.review_due_at, g.id limit ?")
                .params(sponsor.value(), Timestamp.from(until), limit)
                .query((rs, n) -> new Due(
                        new GuestId(rs.getObject(1, UUID.class)),
                        rs.getTimestamp(2).toInstant()))
                .list();
    }

    record Due(GuestId guest, Instant at) {}

    /**
     * Sponsors of guests about whom somebody has to be asked out of turn.
     *
     * @param changed when the first change of a sponsor's guests was, at the latest; an emergency does not wait for others
     */
    List<PersonId> sponsorsOfForced(Instant changed) {
        return db.sql("select distinct g.sponsor_id from guest g where g.review_forced_at is not null"
                        + " and (g.review_forced_at <= ? or g.review_forced_because like '%extended-emergency%')"
                        + " and g.state = 'ACTIVE'" + NOBODY_ASKED)
                .param(Timestamp.from(changed))
                .query((rs, n) -> new PersonId(rs.getString(1)))
                .list();
    }

    List<GuestId> forced(PersonId sponsor) {
        return guests(
                "select g.id from guest g where g.review_forced_at is not null and g.state = 'ACTIVE' and g.sponsor_id = ?"
                        + NOBODY_ASKED + " order by g.review_forced_at, g.id limit " + ReviewSettings.MOST,
                sponsor.value());
    }

    /** Whether a review of the usual kind was opened for this sponsor since then. */
    boolean wasAsked(PersonId sponsor, Instant since) {
        return db.sql(
                        "select exists (select 1 from review where sponsor_id = ? and kind = 'ROLLING' and stage = 'SPONSOR'"
                                + " and opened_at > ?)")
                .params(sponsor.value(), Timestamp.from(since))
                .query(Boolean.class)
                .single();
    }

    /** Open reviews in which somebody is asked about guests who have lost access, or certainly will. */
    List<UUID> withGone(Instant now, int limit) {
        return db.sql("select distinct i.review_id from review_item i join guest g on g.id = i.guest_id"
                        + " where i.outcome is null and (g.state <> 'ACTIVE' or exists (select 1 from removal r"
                        + " where r.guest_id = g.id and r.ended_at is null and r.undo_until <= ?)) limit ?")
                .params(Timestamp.from(now), limit)
                .query((rs, n) -> rs.getObject(1, UUID.class))
                .list();
    }

    /** Guests about whom somebody is asked who does not vouch for them any more. */
    List<GuestId> movedOn(int limit) {
        return db.sql(
                        "select i.guest_id from review_item i join review r on r.id = i.review_id"
                                + " join guest g on g.id = i.guest_id where i.outcome is null and i.after_item is null"
                                + " and g.sponsor_id <> r.sponsor_id and r.kind <> 'SECOND_LOOK' and g.state = 'ACTIVE' limit ?")
                .param(limit)
                .query((rs, n) -> new GuestId(rs.getObject(1, UUID.class)))
                .list();
    }

    private List<GuestId> guests(String sql, Object... values) {
        return db.sql(sql)
                .params(values)
                .query((rs, n) -> new GuestId(rs.getObject(1, UUID.class)))
                .list();
    }
}
