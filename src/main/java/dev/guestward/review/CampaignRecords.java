package dev.guestward.review;

import dev.guestward.csv.Sheet;
import dev.guestward.people.People;
import dev.guestward.people.Person;
import dev.guestward.people.PersonId;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** What is on record about a campaign, as tables; a few hundred guests are held at a time. */
@Component
class CampaignRecords {
    private static final int AT_ONCE = 500;
    /** Columns that hold ids of people: each gets a column with the name before it. */
    private static final Set<String> PEOPLE = Set.of(
            "reviewer",
            "sponsor",
            "passed_on_from",
            "assigned_by",
            "kept_by",
            "asked_before",
            "person",
            "given_by",
            "given_to",
            "attested_by",
            "removal_asked_by");

    private final JdbcClient db;
    private final People people;

    CampaignRecords(JdbcClient db, People people) {
        this.db = db;
        this.people = people;
    }

    /** One table. */
    enum Part {
        GUESTS(
                "guests.csv",
                "whom the campaign was about, and whom nobody was asked about, with the reason",
                true,
                """
                select g.id as guest, g.display_name as name, g.email, c.key as clinic, g.sponsor_id as sponsor,
                       m.asked_at, m.left_out_because, m.joined_at, m.second_left_out
                from guest g join clinic c on c.id = g.clinic_id
                left join review_campaign_guest m on m.guest_id = g.id and m.campaign_id = :campaign
                where g.id = any (:ids) order by g.id"""),
        REVIEWERS(
                "reviewers.csv",
                "who was asked, at which stage, from whom the question was passed on, and who assigned it",
                false,
                """
                select r.id as review, r.kind, r.stage, r.reviewer_id as reviewer, r.sponsor_id as sponsor,
                       p.reviewer_id as passed_on_from, r.parent_id as passed_on_from_review, r.assigned_by, r.opened_at, r.due_at,
                       r.closed_at, r.closed_as, r.round,
                       (select count(*) from review_item i where i.review_id = r.id
                        and (i.campaign_id = :campaign or i.second_look_of is not null)) as guests
                from review r left join review p on p.id = r.parent_id where r.id = any (:ids) order by r.opened_at, r.id"""),
        DELEGATIONS("delegations.csv", "who let somebody else decide, on what and until when", false, """
                select d.review_id as review, i.guest_id as guest, d.given_by, d.given_to, d.given_at, d.until, d.ended_at
                from review_delegation d left join review_item i on i.id = d.item_id
                where d.review_id = any (:ids) order by d.given_at, d.id"""),
        MAILS(
                "mails.csv",
                "who was written to, by which message, when a mail server accepted it, and whether it came back later",
                false,
                """
                select n.review_id as review, n.person_id as person, n.occasion, n.wanted_at, m.id as message_id,
                       m.sent_at is not null as accepted, m.state, m.ended_at as state_since, m.attempts,
                       m.sent_at as accepted_at, case when m.state = 'BOUNCED' then m.ended_at end as bounced_at
                from review_notice n left join mail_message m on m.dedup_key = n.letter
                where n.review_id = any (:ids) order by n.wanted_at, n.id"""),
        BEFORE("access-before.csv", "what reviewers were shown: access, sign-ins, changes, recommendation", true, """
                select i.id as item, i.guest_id as guest, g.display_name as name, i.review_id as review, i.asked_at, i.grants,
                       i.last_sign_in, i.sign_in_unknown, i.evidence_at, i.changed, i.advice, i.advice_reason,
                       i.asked_because, i.previous_reviewer as asked_before
                from review_item i join guest g on g.id = i.guest_id
                where i.campaign_id = :campaign and i.guest_id = any (:ids) order by i.guest_id, i.asked_at"""),
        DECISIONS("decisions.csv", "every decision that was handed in, with reason and time", true, """
                select a.id as decision_id, i.id as item, i.guest_id as guest, g.display_name as name, a.review_id as review,
                       a.decision, a.reason, a.in_bulk, a.given_by as person, a.given_at, v.stage,
                       i.after_item as after_first_stage
                from review_item i join review_answer a on a.item_id = i.id join review v on v.id = a.review_id
                join guest g on g.id = i.guest_id
                where i.guest_id = any (:ids) and (i.campaign_id = :campaign or exists (select 1 from review_item f
                      where f.id = i.second_look_of and f.campaign_id = :campaign))
                order by i.guest_id, a.given_at, a.id"""),
        OUTCOMES("outcomes.csv", "what became of each question, and the removal that followed", true, """
                select i.id as item, i.guest_id as guest, g.display_name as name, i.decision, i.outcome, i.outcome_at,
                       i.outcome_because, r.id as removal, r.cause, r.asked_by as removal_asked_by,
                       r.asked_at as removal_asked_at, r.undo_until, r.block_sent_at, r.blocked_at, r.stripped_at,
                       r.delete_after, r.ended_at, r.ended_as, r.ended_because, i.after_item as after_first_stage
                from review_item i join guest g on g.id = i.guest_id left join removal r on r.id = i.removal_id
                where i.guest_id = any (:ids) and (i.campaign_id = :campaign or exists (select 1 from review_item f
                      where f.id = i.second_look_of and f.campaign_id = :campaign))
                order by i.guest_id, i.asked_at"""),
        SECOND_LOOKS(
                "second-looks.csv",
                "who looked a second time at whom somebody had kept, and what they said",
                true,
                """
                select i.id as item, i.second_look_of as first_item, i.guest_id as guest, g.display_name as name,
                       f.review_id as kept_in_review, f.decided_by as kept_by, f.decided_at as kept_at, i.review_id as review,
                       r.reviewer_id as reviewer, i.asked_at, i.decision, i.decision_reason as reason, i.decided_by as person,
                       i.decided_at, i.outcome, i.outcome_at, i.outcome_because, i.removal_id as removal
                from review_item i join review_item f on f.id = i.second_look_of join review r on r.id = i.review_id
                join guest g on g.id = i.guest_id
                where f.campaign_id = :campaign and i.guest_id = any (:ids) order by i.guest_id, i.asked_at"""),
        ACTS(
                "acts.csv",
                "each act on these guests in the directory since the campaign began, the answer, and the ids of its last call",
                true,
                """
                select e.id as act, e.guest_id as guest, g.display_name as name, e.kind, e.object_id as account,
                       e.target_id as target, e.state, e.attempts, e.planned_at, e.sent_at, e.settled_at,
                       e.last_answer as answer, c.client_request_id, c.request_id
                from effect e join guest g on g.id = e.guest_id
                left join lateral (
                    select k.client_request_id, max(k.request_id) as request_id from effect_call k
                    where k.effect_id = e.id group by k.attempt, k.client_request_id
                    having bool_and(k.what <> 'STAYED') order by k.attempt desc limit 1) c on true
                where e.guest_id = any (:ids)
                  and e.planned_at >= (select started_at from review_campaign where id = :campaign)
                order by e.guest_id, e.planned_at, e.id"""),
        CALLS(
                "calls.csv",
                "each attempt at these acts, under the ids by which Microsoft finds it, and what came back",
                true,
                """
                select e.id as act, e.guest_id as guest, g.display_name as name, e.kind, k.attempt, min(k.at) as sent_at,
                       k.client_request_id, max(k.request_id) as request_id, max(k.status) as status,
                       max(k.what) filter (where k.what <> 'SENDING') as came_back,
                       max(k.at) filter (where k.what <> 'SENDING') as came_back_at
                from effect e join guest g on g.id = e.guest_id join effect_call k on k.effect_id = e.id
                where e.guest_id = any (:ids)
                  and e.planned_at >= (select started_at from review_campaign where id = :campaign)
                group by e.id, g.id, k.attempt, k.client_request_id order by e.guest_id, e.planned_at, e.id, k.attempt"""),
        TAKEN("access-taken.csv", "what removed guests held, what was taken and what given back", true, """
                select i.guest_id as guest, g.display_name as name, s.removal_id as removal, s.kind, s.target_id as target,
                       s.name as target_name, s.taken_at, s.kept_because, s.given_back_at, s.lost_because
                from review_item i join access_snapshot s on s.removal_id = i.removal_id join guest g on g.id = i.guest_id
                where i.guest_id = any (:ids) and (i.campaign_id = :campaign or exists (select 1 from review_item f
                      where f.id = i.second_look_of and f.campaign_id = :campaign))
                order by i.guest_id, s.removal_id, s.kind, s.target_id"""),
        AFTER("access-after.csv", "the guests as they are now", true, """
                select g.id as guest, g.display_name as name, g.state, g.state_since, g.access_until,
                       (select string_agg(h.grant_key, ',' order by h.grant_key) from guest_grant h
                        where h.guest_id = g.id and h.given_at is not null) as grants,
                       g.attested_at, g.attested_by, g.review_due_at
                from guest g where g.id = any (:ids) order by g.id""");

        final String file;
        final String holds;
        private final boolean ofGuests;
        private final String sql;

        Part(String file, String holds, boolean ofGuests, String sql) {
            this.file = file;
            this.holds = holds;
            this.ofGuests = ofGuests;
            this.sql = sql;
        }
    }

    /** Everybody the campaign is or was about. */
    List<UUID> guests(UUID campaign) {
        return ids(
                "select guest_id from review_campaign_guest where campaign_id = :campaign"
                        + " union select guest_id from review_item where campaign_id = :campaign order by 1",
                campaign);
    }

    /** The campaign's reviews, and those from which its questions came. */
    List<UUID> reviews(UUID campaign) {
        return ids("""
                with recursive way (id) as (
                    select id from review where campaign_id = :campaign
                    union select review_id from review_item where campaign_id = :campaign
                    union select a.review_id from review_answer a join review_item i on i.id = a.item_id
                          where i.campaign_id = :campaign),
                up (id) as (
                    select id from way
                    union select r.parent_id from review r join up on r.id = up.id where r.parent_id is not null)
                select id from up order by id""", campaign);
    }

    private List<UUID> ids(String sql, UUID campaign) {
        return db.sql(sql)
                .param("campaign", campaign)
                .query((rs, n) -> rs.getObject(1, UUID.class))
                .list();
    }

    /**
     * How far one reviewer is, or how they ended.
     *
     * @param decided answers they have given
     */
    record Lateness(
            String reviewer,
            String kind,
            String stage,
            Instant dueAt,
            @Nullable Instant closedAt,
            @Nullable String closedAs,
            int decided,
            int open) {}

    /** Everybody who was asked in a campaign, in the order in which they were. */
    List<Lateness> lateness(UUID campaign) {
        return db.sql("""
                        select r.*, (select count(distinct a.item_id) from review_answer a where a.review_id = r.id) as decided,
                               (select count(*) from review_item i where i.review_id = r.id and i.outcome is null) as waiting
                        from review r where r.campaign_id = ? order by r.opened_at, r.id""")
                .param(campaign)
                .query((rs, n) -> new Lateness(
                        rs.getString("reviewer_id"),
                        rs.getString("kind"),
                        rs.getString("stage"),
                        rs.getTimestamp("due_at").toInstant(),
                        ReviewRows.instant(rs.getTimestamp("closed_at")),
                        rs.getString("closed_as"),
                        rs.getInt("decided"),
                        rs.getInt("waiting")))
                .list();
    }

    /** Who stopped it and why; empty unless it was stopped. */
    Map<String, @Nullable Object> stopped(UUID campaign) {
        return db
                .sql("select stopped_by, stopped_because from review_campaign where id = ? and stopped_by is not null")
                .param(campaign)
                .query()
                .listOfRows()
                .stream()
                .findFirst()
                .orElse(Map.of());
    }

    /** Writes a table, headings first; {@code out} stays open. */
    void write(Part part, UUID campaign, List<UUID> guests, List<UUID> reviews, OutputStream out) throws IOException {
        Writer text = new OutputStreamWriter(out, StandardCharsets.UTF_8);
        Sheet sheet = Sheet.into(text);
        Map<String, String> names = new HashMap<>();
        List<UUID> ids = part.ofGuests ? guests : reviews;
        try {
            for (int from = 0; from == 0 || from < ids.size(); from += AT_ONCE) {
                boolean first = from == 0;
                db.sql(part.sql)
                        .param("campaign", campaign)
                        .param(
                                "ids",
                                ids.subList(from, Math.min(ids.size(), from + AT_ONCE))
                                        .toArray(UUID[]::new))
                        .query(rs -> {
                            rows(rs, first, sheet, names);
                            return true;
                        });
            }
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
        text.flush();
    }

    private void rows(ResultSet rs, boolean first, Sheet sheet, Map<String, String> names) throws SQLException {
        List<String> columns = new ArrayList<>();
        ResultSetMetaData found = rs.getMetaData();
        for (int i = 1; i <= found.getColumnCount(); i++) {
            columns.add(found.getColumnLabel(i));
        }
        try {
            if (first) {
                sheet.row(columns.stream()
                        .flatMap(column -> PEOPLE.contains(column)
                                ? List.of(column, column + "_id").stream()
                                : List.of(column).stream())
                        .toList());
            }
            while (rs.next()) {
                List<@Nullable Object> cells = new ArrayList<>();
                for (String column : columns) {
                    Object value = rs.getObject(column);
                    if (PEOPLE.contains(column)) {
                        cells.add(value == null ? null : name(value.toString(), names));
                    }
                    cells.add(value instanceof Timestamp time ? time.toInstant() : value);
                }
                sheet.row(cells);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The person's name; empty for what is no person, as a schedule. */
    String name(String id) {
        return PersonId.parse(id).flatMap(people::byId).map(Person::displayName).orElse("");
    }

    private String name(String id, Map<String, String> names) {
        return names.computeIfAbsent(id, this::name);
    }
}
