package dev.guestward.review;

import dev.guestward.guest.GuestId;
import dev.guestward.people.PersonId;
import dev.guestward.review.Campaigns.SponsorProgress;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.RowCallbackHandler;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/** Whom the second stage of a campaign is asked about, and how far it is. */
@Component
class SecondStageTable {
    private final JdbcClient db;
    private final Clock clock;

    SecondStageTable(JdbcClient db, Clock clock) {
        this.db = db;
        this.clock = clock;
    }

    /** A guest whom somebody wants to keep. */
    record Kept(GuestId guest, UUID clinic, PersonId sponsor, PersonId decidedBy) {}

    /** Guests whom the first stage kept, and about whom the second stage has not been asked. */
    List<Kept> waiting(UUID campaign, int limit) {
        return db.sql("""
                        select c.guest_id, g.clinic_id, g.sponsor_id, i.decided_by
                        from review_campaign_guest c join guest g on g.id = c.guest_id
                        join review_item i on i.campaign_id = c.campaign_id and i.guest_id = c.guest_id
                             and i.after_item is null and i.outcome = 'APPLIED' and i.decision = 'KEEP'
                        where c.campaign_id = ? and c.second_asked_at is null order by g.clinic_id, g.id limit ?""")
                .params(campaign, limit)
                .query((rs, n) -> new Kept(
                        new GuestId(rs.getObject(1, UUID.class)),
                        rs.getObject(2, UUID.class),
                        new PersonId(rs.getString(3)),
                        new PersonId(rs.getString(4))))
                .list();
    }

    /**
     * Notes for each of these guests whether the second stage is being asked, or why not.
     *
     * @param due by when; null if nobody was asked
     */
    @Transactional(propagation = Propagation.MANDATORY)
    public void noteAsked(
            UUID campaign, Collection<GuestId> guests, Collection<GuestId> nobody, @Nullable Instant due) {
        db.sql("""
                        update review_campaign_guest c set second_asked_at = :now, second_left_out = case
                            when c.guest_id = any (:nobody) then 'nobody-second'
                            when exists (select 1 from review_item i where i.guest_id = c.guest_id
                                         and i.campaign_id = c.campaign_id and i.after_item is not null) then null
                            when exists (select 1 from guest g where g.id = c.guest_id and g.state <> 'ACTIVE') then 'access-over'
                            else 'asked-elsewhere' end
                        where c.campaign_id = :campaign and c.guest_id = any (:guests)""")
                .param("now", Timestamp.from(clock.instant()))
                .param("campaign", campaign)
                .param("guests", ids(guests))
                .param("nobody", ids(nobody))
                .update();
        if (due != null) {
            db.sql("update review_campaign set second_due_at = ? where id = ?")
                    .params(Timestamp.from(due), campaign)
                    .update();
        }
    }

    private static UUID[] ids(Collection<GuestId> guests) {
        return guests.stream().map(GuestId::value).toArray(UUID[]::new);
    }

    /** How many items of the second stage stand how: by decision or outcome, {@code OPEN} for those that wait. */
    Map<String, Integer> counts(UUID campaign) {
        return counted(
                "select case when outcome is null then 'OPEN' when outcome = 'APPLIED' then decision else outcome end, count(*)"
                        + " from review_item where campaign_id = ? and after_item is not null group by 1",
                campaign);
    }

    Map<String, Integer> leftOut(UUID campaign) {
        return counted(
                "select second_left_out, count(*) from review_campaign_guest where campaign_id = ?"
                        + " and second_left_out is not null group by 1",
                campaign);
    }

    private Map<String, Integer> counted(String sql, UUID campaign) {
        Map<String, Integer> counts = new HashMap<>();
        db.sql(sql).param(campaign).query((RowCallbackHandler) row -> counts.put(row.getString(1), row.getInt(2)));
        return counts;
    }

    /** Each second reviewer's share, whoever has most left to do first. */
    List<SponsorProgress> byReviewer(UUID campaign, int limit) {
        return db.sql("""
                        select r.reviewer_id, count(*), count(*) filter (where i.outcome is null),
                               min(r.due_at) filter (where i.outcome is null)
                        from review_item i join review r on r.id = i.review_id
                        where i.campaign_id = ? and i.after_item is not null
                        group by r.reviewer_id order by 3 desc, 1 limit ?""")
                .params(campaign, limit)
                .query((rs, n) -> new SponsorProgress(
                        new PersonId(rs.getString(1)),
                        rs.getInt(2),
                        rs.getInt(3),
                        ReviewRows.instant(rs.getTimestamp(4))))
                .list();
    }
}
