package dev.guestward.review;

import dev.guestward.people.PersonId;
import dev.guestward.people.Viewer;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.security.access.AccessDeniedException;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/**
 * How reviews are answered: how long somebody looked, how many they kept, how many at once, and which of those kept were removed
 * soon afterwards. Measured here and never in the browser, kept as numbers, and shown to administrators only: it is a reason to
 * ask, and no proof of anything.
 *
 * <p>Time is what lies between two signs of a person: the list was shown, something was entered, or handed in. A gap longer than
 * the pause counts as a pause. If something was entered after it, they may have been looking all the while, so the length of a
 * pause counts for them; if the list was only shown anew, nothing does.
 */
@Component
public class ReviewSignals {
    /** Blocks follow removals within days, also when the brake holds them. */
    private static final Duration SLACK = Duration.ofDays(7);

    private final JdbcClient db;
    private final SignalSettings settings;
    private final Clock clock;

    ReviewSignals(JdbcClient db, SignalSettings settings, Clock clock) {
        this.db = db;
        this.settings = settings;
        this.clock = clock;
    }

    /** Somebody who may decide was shown the list. */
    void shown(UUID review, PersonId by) {
        seen(review, by, false);
    }

    /** Somebody has entered something. */
    void entered(UUID review, PersonId by) {
        seen(review, by, true);
    }

    /** Somebody has handed something in. */
    @Transactional(propagation = Propagation.MANDATORY)
    public void decided(UUID review, PersonId by) {
        seen(review, by, true);
        db.sql("""
                        update review_signal set decided_at = :now, guests = f.guests + f.passed, kept = f.kept, in_bulk = f.bulk
                        from (select count(*) as guests, count(*) filter (where i.decision = 'KEEP') as kept,
                                     count(*) filter (where i.decided_in_bulk) as bulk,
                                     (select count(distinct a.item_id) from review_answer a join review_item o on o.id = a.item_id
                                      where a.review_id = :review and a.given_by = :person and a.decision = 'DONT_KNOW'
                                        and o.review_id <> a.review_id) as passed
                              from review_item i where i.review_id = :review and i.decided_by = :person) f
                        where review_id = :review and person_id = :person""")
                .param("now", Timestamp.from(clock.instant()))
                .param("review", review)
                .param("person", by.value())
                .update();
    }

    private void seen(UUID review, PersonId by, boolean entered) {
        db.sql("""
                        insert into review_signal as s (review_id, person_id, first_shown_at, last_at)
                        values (:review, :person, :now, :now)
                        on conflict (review_id, person_id) do update set
                            looked_ms = s.looked_ms + case
                                when excluded.last_at - s.last_at <= make_interval(secs => :pause)
                                then greatest(0, extract(epoch from excluded.last_at - s.last_at) * 1000)::bigint
                                when :entered then :pause::bigint * 1000 else 0 end,
                            pauses = s.pauses
                                + case when excluded.last_at - s.last_at > make_interval(secs => :pause) then 1 else 0 end,
                            last_at = greatest(s.last_at, excluded.last_at)""")
                .param("review", review)
                .param("person", by.value())
                .param("now", Timestamp.from(clock.instant()))
                .param("pause", settings.pause().toSeconds())
                .param("entered", entered)
                .update();
    }

    /** Counts those kept who were removed soon afterwards. Costs as much as was removed lately. */
    @Transactional
    public void lookAgain() {
        db.sql("""
                        update review_signal s set removed_later = k.guests
                        from (select i.review_id, i.decided_by, count(*) as guests from review_item i
                              where i.decision = 'KEEP' and i.outcome = 'APPLIED'
                                and i.guest_id in (select guest_id from removal where blocked_at > :since)
                                and exists (select 1 from removal r where r.guest_id = i.guest_id and r.blocked_at is not null
                                            and r.cause <> 'EXPIRY' and r.asked_at >= i.decided_at
                                            and r.asked_at <= i.decided_at + make_interval(secs => :within))
                              group by i.review_id, i.decided_by) k
                        where s.review_id = k.review_id and s.person_id = k.decided_by and s.removed_later < k.guests""")
                .param(
                        "since",
                        Timestamp.from(
                                clock.instant().minus(settings.removedWithin()).minus(SLACK)))
                .param("within", settings.removedWithin().toSeconds())
                .update();
    }

    /** Everybody who has decided in a campaign, the notable first. */
    public List<Signal> of(UUID campaign, Viewer viewer) {
        if (!viewer.isAdministrator()) {
            throw new AccessDeniedException("for administrators");
        }
        return db
                .sql(
                        "select s.*, r.kind, r.stage from review_signal s join review r on r.id = s.review_id"
                                + " where r.campaign_id = ? and s.decided_at is not null order by s.decided_at, s.review_id, s.person_id")
                .param(campaign)
                .query(this::signal)
                .list()
                .stream()
                .sorted((a, b) ->
                        Integer.compare(b.notable().size(), a.notable().size()))
                .toList();
    }

    /** Everybody who has decided in a review. */
    List<Signal> ofReview(UUID review) {
        return db.sql("select s.*, r.kind, r.stage from review_signal s join review r on r.id = s.review_id"
                        + " where s.review_id = ? and s.decided_at is not null order by s.person_id")
                .param(review)
                .query(this::signal)
                .list();
    }

    private Signal signal(ResultSet rs, int row) throws SQLException {
        Duration looked = Duration.ofMillis(rs.getLong("looked_ms"));
        int guests = rs.getInt("guests");
        int kept = rs.getInt("kept");
        int inBulk = rs.getInt("in_bulk");
        int removedLater = rs.getInt("removed_later");
        Instant decidedAt = rs.getTimestamp("decided_at").toInstant();
        return new Signal(
                rs.getObject("review_id", UUID.class),
                Review.Kind.valueOf(rs.getString("kind")),
                Review.Stage.valueOf(rs.getString("stage")),
                new PersonId(rs.getString("person_id")),
                rs.getTimestamp("first_shown_at").toInstant(),
                decidedAt,
                looked,
                rs.getInt("pauses"),
                guests,
                kept,
                inBulk,
                removedLater,
                Signal.notable(looked, guests, kept, inBulk, removedLater, settings));
    }
}
