package dev.guestward.review;

import dev.guestward.guest.GuestId;
import dev.guestward.people.PersonId;
import dev.guestward.review.Campaigns.Asked;
import dev.guestward.review.Campaigns.Campaign;
import dev.guestward.review.Campaigns.SponsorProgress;
import dev.guestward.review.Campaigns.Tally;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.RowCallbackHandler;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/** The rows of campaigns and of whom they are about. */
@Component
class CampaignTable {
    private final JdbcClient db;
    private final Clock clock;

    CampaignTable(JdbcClient db, Clock clock) {
        this.db = db;
        this.clock = clock;
    }

    void insert(Campaign campaign, CampaignScope scope) {
        db.sql(
                        "insert into review_campaign (id, title, scope, scope_value, scope_key, standing, started_by, started_at, due_at,"
                                + " second_stage, second_days) values (?, ?, ?, ?, ?, false, ?, ?, ?, ?, ?)")
                .params(
                        campaign.id(),
                        campaign.title(),
                        campaign.scope(),
                        campaign.value(),
                        scope.key(),
                        campaign.startedBy(),
                        Timestamp.from(campaign.startedAt()),
                        Timestamp.from(campaign.dueAt()),
                        campaign.secondStage(),
                        campaign.secondDays())
                .update();
    }

    /** @return how many guests the campaign is about */
    int collect(UUID campaign, CampaignScope scope) {
        return db.sql("insert into review_campaign_guest (campaign_id, guest_id) select :campaign, g.id" + from(scope))
                .param("campaign", campaign)
                .params(values(scope))
                .update();
    }

    /** How many guests of each sponsor it would be about, most first. */
    List<SponsorProgress> preview(CampaignScope scope) {
        return db.sql("select g.sponsor_id, count(*)" + from(scope) + " group by g.sponsor_id order by 2 desc, 1")
                .params(values(scope))
                .query((rs, n) -> new SponsorProgress(new PersonId(rs.getString(1)), rs.getInt(2), rs.getInt(2), null))
                .list();
    }

    /** The first guests it would be about, by sponsor and name. */
    List<Asked> previewGuests(CampaignScope scope, int limit) {
        return db.sql("select g.sponsor_id, g.id, g.display_name" + from(scope)
                        + " order by g.sponsor_id, g.display_name, g.id limit " + limit)
                .params(values(scope))
                .query((rs, n) -> new Asked(
                        new PersonId(rs.getString(1)), new GuestId(rs.getObject(2, UUID.class)), rs.getString(3)))
                .list();
    }

    /** How many guests of each clinic and sponsor it would be about. */
    List<Share> previewByClinic(CampaignScope scope) {
        return db.sql("select g.clinic_id, g.sponsor_id, count(*)" + from(scope) + " group by 1, 2 order by 1, 2")
                .params(values(scope))
                .query((rs, n) -> new Share(rs.getObject(1, UUID.class), new PersonId(rs.getString(2)), rs.getInt(3)))
                .list();
    }

    record Share(UUID clinic, PersonId sponsor, int guests) {}

    /**
     * Takes in who came into the scope since the campaign began.
     *
     * @param tooLate whether nobody is asked about them any more
     * @return how many
     */
    @Transactional(propagation = Propagation.MANDATORY)
    public int join(UUID campaign, CampaignScope scope, boolean tooLate) {
        return db.sql("insert into review_campaign_guest (campaign_id, guest_id, joined_at, left_out_because)"
                        + " select :campaign, g.id, :now::timestamptz, :because::text" + from(scope)
                        + " and not exists (select 1 from review_campaign_guest c"
                        + " where c.campaign_id = :campaign and c.guest_id = g.id)")
                .param("campaign", campaign)
                .param("now", Timestamp.from(clock.instant()))
                .param("because", tooLate ? "joined-too-late" : null)
                .params(values(scope))
                .update();
    }

    /** Reviews of a campaign in which somebody is asked about guests who have left the scope. */
    List<UUID> withLeavers(UUID campaign, CampaignScope scope) {
        return db.sql("select distinct i.review_id from review_item i join guest g on g.id = i.guest_id"
                        + " where i.campaign_id = :campaign and i.outcome is null and g.state = 'ACTIVE' and not ("
                        + within(scope) + ") order by 1")
                .param("campaign", campaign)
                .params(values(scope))
                .query((rs, n) -> rs.getObject(1, UUID.class))
                .list();
    }

    /** Of these guests, who has access and is not within the scope. */
    Set<GuestId> outside(Collection<GuestId> guests, CampaignScope scope) {
        return Set.copyOf(db.sql("select g.id from guest g where g.id = any (:asked) and g.state = 'ACTIVE' and not ("
                        + within(scope) + ")")
                .param("asked", guests.stream().map(GuestId::value).toArray(UUID[]::new))
                .params(values(scope))
                .query((rs, n) -> new GuestId(rs.getObject(1, UUID.class)))
                .list());
    }

    /** Campaigns that run, for which every guest had been given to a reviewer. */
    List<UUID> running() {
        return db.sql("select id from review_campaign where ended_at is null and not standing and paused_at is null"
                        + " and opened_at is not null order by started_at")
                .query((rs, n) -> rs.getObject(1, UUID.class))
                .list();
    }

    private static String from(CampaignScope scope) {
        return " from guest g where g.state = 'ACTIVE' and " + within(scope);
    }

    private static String within(CampaignScope scope) {
        return switch (scope.kind()) {
            case ALL -> "true";
            case CLINIC -> "g.clinic_id = (select id from clinic where key = :value)";
            case GRANT ->
                "exists (select 1 from guest_grant h where h.guest_id = g.id and h.grant_key = :value"
                        + " and h.given_at is not null)";
            case INACTIVE ->
                "exists (select 1 from sign_in_seen s where s.account = g.directory_id"
                        + " and s.last_successful < :before)";
            case LIST -> "g.id = any (:guests)";
        };
    }

    private Map<String, Object> values(CampaignScope scope) {
        Map<String, Object> values = new HashMap<>();
        switch (scope.kind()) {
            case ALL -> {}
            case CLINIC, GRANT -> values.put("value", String.valueOf(scope.value()));
            case INACTIVE -> {
                Duration days = Duration.ofDays(Long.parseLong(String.valueOf(scope.value())));
                values.put("before", Timestamp.from(clock.instant().minus(days)));
            }
            case LIST -> values.put("guests", scope.guests().toArray(UUID[]::new));
        }
        return values;
    }

    Optional<Campaign> find(UUID id) {
        return db.sql("select * from review_campaign where id = ?")
                .param(id)
                .query(CampaignTable::campaign)
                .optional();
    }

    @Transactional(propagation = Propagation.MANDATORY)
    public Optional<Campaign> locked(UUID id) {
        // who puts a question in this campaign need not wait: their rows only refer to it
        return db.sql("select * from review_campaign where id = ? for no key update")
                .param(id)
                .query(CampaignTable::campaign)
                .optional();
    }

    List<Campaign> newest(int limit) {
        return db.sql("select * from review_campaign order by started_at desc, id limit ?")
                .param(limit)
                .query(CampaignTable::campaign)
                .list();
    }

    /** Opened campaigns in which nobody is being asked any more. */
    List<UUID> answered() {
        return db.sql(
                        "select c.id from review_campaign c where c.ended_at is null and not c.standing and c.paused_at is null"
                                + " and c.opened_at is not null and not exists (select 1 from review_item i"
                                + " where i.campaign_id = c.id and i.outcome is null) and not exists (select 1 from review r"
                                + " where r.campaign_id = c.id and r.kind = 'SECOND_LOOK' and r.closed_at is null)")
                .query((rs, n) -> rs.getObject(1, UUID.class))
                .list();
    }

    /** Whether somebody is being asked in it. */
    boolean isAsking(UUID campaign) {
        return db.sql("select exists (select 1 from review_item where campaign_id = ? and outcome is null)")
                .param(campaign)
                .query(Boolean.class)
                .single();
    }

    /** Whether nobody is left whom the first stage of a campaign of two waits for. */
    boolean isBeyondFirstStage(UUID campaign) {
        return db.sql("select exists (select 1 from review_campaign c where c.id = ? and c.second_stage is not null"
                        + " and c.opened_at is not null and (c.ended_at is not null or not exists (select 1 from review_item i where i.campaign_id = c.id"
                        + " and i.after_item is null and i.outcome is null)))")
                .param(campaign)
                .query(Boolean.class)
                .single();
    }

    record Waiting(PersonId sponsor, GuestId guest) {}

    /** Guests about whom nobody has been asked yet, by sponsor. */
    List<Waiting> waiting(UUID campaign, int limit) {
        return db.sql("select g.sponsor_id, g.id from review_campaign_guest c join guest g on g.id = c.guest_id"
                        + " where c.campaign_id = ? and c.asked_at is null and c.left_out_because is null"
                        + " order by g.sponsor_id, g.id limit ?")
                .params(campaign, limit)
                .query((rs, n) -> new Waiting(new PersonId(rs.getString(1)), new GuestId(rs.getObject(2, UUID.class))))
                .list();
    }

    /** Notes for each of these guests whether somebody is being asked in this campaign, or why not. */
    void noteAsked(UUID campaign, List<GuestId> guests) {
        db.sql("""
                        update review_campaign_guest c set asked_at = :now, left_out_because = case
                            when exists (select 1 from review_item i where i.guest_id = c.guest_id and i.campaign_id = c.campaign_id
                                         and i.outcome is null) then null
                            when exists (select 1 from guest g where g.id = c.guest_id and g.state <> 'ACTIVE') then 'access-over'
                            else 'asked-elsewhere' end
                        where c.campaign_id = :campaign and c.guest_id = any (:guests)""")
                .param("now", Timestamp.from(clock.instant()))
                .param("campaign", campaign)
                .param("guests", guests.stream().map(GuestId::value).toArray(UUID[]::new))
                .update();
    }

    void set(UUID campaign, String assignments, Object... values) {
        Object[] all = Arrays.copyOf(values, values.length + 1);
        all[values.length] = campaign;
        db.sql("update review_campaign set " + assignments + " where id = ?")
                .params(all)
                .update();
    }

    /** How many items of the first stage stand how: by decision or outcome, {@code OPEN} for those that wait. */
    Map<String, Integer> counts(UUID campaign) {
        Map<String, Integer> counts = new HashMap<>();
        db.sql(
                        "select case when outcome is null then 'OPEN' when outcome = 'APPLIED' then decision else outcome end, count(*)"
                                + " from review_item where campaign_id = ? and after_item is null group by 1")
                .param(campaign)
                .query((RowCallbackHandler) row -> counts.put(row.getString(1), row.getInt(2)));
        return counts;
    }

    /** How many guests of each of these campaigns somebody was asked about, and how many of them wait. */
    Map<UUID, Tally> tallies(List<UUID> campaigns) {
        Map<UUID, Tally> tallies = new HashMap<>();
        db.sql("select campaign_id, count(*) filter (where after_item is null),"
                        + " count(*) filter (where outcome is null) from review_item"
                        + " where campaign_id = any (?) group by 1")
                .param(campaigns.toArray(UUID[]::new))
                .query((RowCallbackHandler)
                        row -> tallies.put(row.getObject(1, UUID.class), new Tally(row.getInt(2), row.getInt(3))));
        return tallies;
    }

    int guests(UUID campaign) {
        return db.sql("select count(*) from review_campaign_guest where campaign_id = ?")
                .param(campaign)
                .query(Integer.class)
                .single();
    }

    /** How many guests came into the scope since it began. */
    int joined(UUID campaign) {
        return db.sql("select count(*) from review_campaign_guest where campaign_id = ? and joined_at is not null")
                .param(campaign)
                .query(Integer.class)
                .single();
    }

    Map<String, Integer> leftOut(UUID campaign) {
        Map<String, Integer> counts = new HashMap<>();
        db.sql("select left_out_because, count(*) from review_campaign_guest where campaign_id = ?"
                        + " and left_out_because is not null group by 1")
                .param(campaign)
                .query((RowCallbackHandler) row -> counts.put(row.getString(1), row.getInt(2)));
        return counts;
    }

    /** Each reviewer's share of the first stage, whoever has most left to do first. */
    List<SponsorProgress> byReviewer(UUID campaign, int limit) {
        return db.sql("""
                        select r.reviewer_id, count(*), count(*) filter (where i.outcome is null),
                               min(r.due_at) filter (where i.outcome is null)
                        from review_item i join review r on r.id = i.review_id where i.campaign_id = ?
                          and i.after_item is null
                        group by r.reviewer_id order by 3 desc, 1 limit ?""")
                .params(campaign, limit)
                .query((rs, n) -> new SponsorProgress(
                        new PersonId(rs.getString(1)),
                        rs.getInt(2),
                        rs.getInt(3),
                        ReviewRows.instant(rs.getTimestamp(4))))
                .list();
    }

    private static Campaign campaign(ResultSet rs, int row) throws SQLException {
        return new Campaign(
                rs.getObject("id", UUID.class),
                rs.getString("title"),
                rs.getString("scope"),
                rs.getString("scope_value"),
                rs.getBoolean("standing"),
                rs.getString("started_by"),
                instant(rs, "started_at").orElseThrow(),
                instant(rs, "due_at").orElseThrow(),
                instant(rs, "opened_at").orElse(null),
                instant(rs, "paused_at").orElse(null),
                instant(rs, "ended_at").orElse(null),
                rs.getString("ended_as"),
                rs.getString("second_stage"),
                rs.getObject("second_days", Integer.class),
                instant(rs, "second_due_at").orElse(null));
    }

    private static Optional<Instant> instant(ResultSet rs, String column) throws SQLException {
        @Nullable Timestamp time = rs.getTimestamp(column);
        return Optional.ofNullable(ReviewRows.instant(time));
    }
}
