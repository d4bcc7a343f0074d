package dev.guestward.review;

import dev.guestward.guest.GuestId;
import dev.guestward.people.PersonId;
import java.sql.Timestamp;
import java.sql.Types;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/** The rows of items: one guest in one review. */
@Component
class ItemTable {
    private static final String LOOK_CLOSELY =
            " low_risk = false, advice_reason = case when advice = 'KEEP' then 'changed'"
                    + " else advice_reason end, advice = case when advice = 'KEEP' then 'LOOK' else advice end";

    private final JdbcClient db;
    private final Clock clock;

    ItemTable(JdbcClient db, Clock clock) {
        this.db = db;
        this.clock = clock;
    }

    /** Asks about guests. Whoever is being asked about already stays where they are. */
    @Transactional(propagation = Propagation.MANDATORY)
    public int insert(UUID review, @Nullable UUID campaign, Collection<Evidence> evidence, List<Advice> advice) {
        Timestamp now = Timestamp.from(clock.instant());
        List<Evidence> all = List.copyOf(evidence);
        return db.sql("""
                        insert into review_item (id, review_id, campaign_id, asked_at, guest_id, last_sign_in, sign_in_unknown,
                                                 evidence_at, grants, changed, advice, advice_reason, low_risk)
                        select gen_random_uuid(), :review, :campaign, :now, t.*
                        from unnest(:guests::uuid[], :seen::timestamptz[], :unknown::text[], :read::timestamptz[],
                                    :grants::text[], :changed::text[], :advice::text[], :reasons::text[], :low::boolean[]) t
                        on conflict (guest_id) where outcome is null do nothing""")
                .param("review", review)
                .param("campaign", campaign, Types.OTHER)
                .param("now", now)
                .param("guests", all.stream().map(e -> e.guest().value()).toArray(UUID[]::new))
                .param("seen", all.stream().map(e -> time(e.lastSignIn())).toArray(String[]::new))
                .param("unknown", all.stream().map(Evidence::signInUnknown).toArray(String[]::new))
                .param("read", all.stream().map(e -> time(e.readAt())).toArray(String[]::new))
                .param(
                        "grants",
                        all.stream().map(e -> String.join(",", e.grants())).toArray(String[]::new))
                .param(
                        "changed",
                        all.stream().map(e -> String.join(",", e.changed())).toArray(String[]::new))
                .param("advice", advice.stream().map(a -> a.kind().name()).toArray(String[]::new))
                .param("reasons", advice.stream().map(Advice::reason).toArray(String[]::new))
                .param("low", advice.stream().map(Advice::lowRisk).toArray(Boolean[]::new))
                .update();
    }

    /** Asks about guests once more, with what was shown the first time. None of them may be decided on together with others. */
    @Transactional(propagation = Propagation.MANDATORY)
    public int again(UUID review, Collection<UUID> first) {
        return db.sql("""
                        insert into review_item (id, review_id, asked_at, guest_id, last_sign_in, sign_in_unknown, evidence_at,
                                                 grants, changed, advice, advice_reason, low_risk, previous_reviewer, second_look_of)
                        select gen_random_uuid(), :review, :now, i.guest_id, i.last_sign_in, i.sign_in_unknown, i.evidence_at,
                               i.grants, i.changed, i.advice, i.advice_reason, false, i.decided_by, i.id
                        from review_item i join guest g on g.id = i.guest_id
                        where i.id = any (:first) and g.state = 'ACTIVE'
                          and not exists (select 1 from removal r where r.guest_id = g.id and r.ended_at is null)
                        on conflict (guest_id) where outcome is null do nothing""")
                .param("review", review)
                .param("now", Timestamp.from(clock.instant()))
                .param("first", first.toArray(UUID[]::new))
                .update();
    }

    private static @Nullable String time(@Nullable Instant at) {
        return at == null ? null : at.toString();
    }

    List<ReviewItem> of(UUID review) {
        return db.sql("select * from review_item where review_id = ? order by id")
                .param(review)
                .query(ReviewRows::item)
                .list();
    }

    Optional<ReviewItem> find(UUID id) {
        return db.sql("select * from review_item where id = ?")
                .param(id)
                .query(ReviewRows::item)
                .optional();
    }

    /** The open question about a guest; a second look is none, nothing hangs on its answer. */
    Optional<ReviewItem> open(GuestId guest) {
        return db.sql("select * from review_item where guest_id = ? and outcome is null and second_look_of is null")
                .param(guest.value())
                .query(ReviewRows::item)
                .optional();
    }

    /** Those nobody has decided on. */
    List<ReviewItem> undecided(UUID review) {
        return db.sql("select * from review_item where review_id = ? and outcome is null order by id")
                .param(review)
                .query(ReviewRows::item)
                .list();
    }

    boolean hasUndecided(UUID review) {
        return db.sql("select exists (select 1 from review_item where review_id = ? and outcome is null)")
                .param(review)
                .query(Boolean.class)
                .single();
    }

    /** @return false if somebody was faster */
    @Transactional(propagation = Propagation.MANDATORY)
    public boolean draft(
            UUID item, long version, @Nullable Decision decision, @Nullable String reason, boolean bulk, PersonId by) {
        return db.sql("update review_item set draft_decision = ?, draft_reason = ?, draft_by = ?, draft_at = ?,"
                                + " draft_in_bulk = ?, version = version + 1"
                                + " where id = ? and version = ? and outcome is null")
                        .params(
                                decision == null ? null : decision.name(),
                                decision == null ? null : reason,
                                decision == null ? null : by.value(),
                                decision == null ? null : Timestamp.from(clock.instant()),
                                decision != null && bulk,
                                item,
                                version)
                        .update()
                == 1;
    }

    /**
     * Commits a decision, beside what was decided on this item before.
     *
     * @param bulk whether it was given to many at once; what was entered so and is handed in later counts, too
     * @return its mark for the ledger; empty if the item is another one than was read: something about the guest changed just now
     */
    @Transactional(propagation = Propagation.MANDATORY)
    public Optional<AnswerMark> decided(
            ReviewItem item, Decision decision, @Nullable String reason, boolean bulk, PersonId by) {
        // as exact as the database keeps it
        Instant at = clock.instant().truncatedTo(ChronoUnit.MICROS);
        Timestamp now = Timestamp.from(at);
        Optional<Boolean> committed = db.sql(
                        "update review_item i set decision = ?, decision_reason = ?, decided_by = ?, decided_at = ?,"
                                + " decided_in_bulk = ? or (draft_in_bulk and coalesce(draft_decision = ?, false)), draft_decision = null,"
                                + " draft_reason = null, draft_by = null, draft_at = null, draft_in_bulk = false, version = version + 1"
                                + " where id = ? and version = ? returning decided_in_bulk")
                .params(decision.name(), reason, by.value(), now, bulk, decision.name(), item.id(), item.version())
                .query(Boolean.class)
                .optional();
        if (committed.isEmpty()) {
            return Optional.empty();
        }
        boolean inBulk = committed.get();
        UUID answer = UUID.randomUUID();
        db.sql("insert into review_answer (id, item_id, review_id, decision, reason, in_bulk, given_by, given_at)"
                        + " values (?, ?, ?, ?, ?, ?, ?, ?)")
                .params(answer, item.id(), item.review(), decision.name(), reason, inBulk, by.value(), now)
                .update();
        return Optional.of(AnswerMark.of(answer, item.id(), decision, reason, inBulk, by, at));
    }

    /** How many guests a review is about, decided on or not. */
    int count(UUID review) {
        return db.sql("select count(*) from review_item where review_id = ?")
                .param(review)
                .query(Integer.class)
                .single();
    }

    /** Notes for the open items of a review what forced it; such guests have to be looked at. */
    @Transactional(propagation = Propagation.MANDATORY)
    public void noteWhatForced(UUID review) {
        db.sql("update review_item i set asked_because = coalesce(g.review_forced_because, 'extended-emergency'),"
                        + LOOK_CLOSELY
                        + " from guest g where g.id = i.guest_id and i.review_id = ? and i.outcome is null"
                        + " and i.asked_because = '' and g.review_forced_at is not null")
                .param(review)
                .update();
    }

    /** Something about the guest has changed since somebody was asked. Whoever has read the item before reads it again. */
    @Transactional(propagation = Propagation.MANDATORY)
    public void changed(GuestId guest, String code) {
        db.sql("update review_item i set asked_because = case when asked_because = '' then :code"
                        + " when :code = any (string_to_array(asked_because, ',')) then asked_because"
                        + " else asked_because || ',' || :code end, version = version + 1," + LOOK_CLOSELY
                        + " where guest_id = :guest and outcome is null and second_look_of is null")
                .param("code", code)
                .param("guest", guest.value())
                .update();
    }

    /** Items of this review about which somebody was asked once more, for a sample. */
    Set<UUID> lookedAtAgain(UUID review) {
        return Set.copyOf(
                db.sql("select s.second_look_of from review_item s join review_item f on f.id = s.second_look_of"
                                + " where f.review_id = ?")
                        .param(review)
                        .query((rs, n) -> rs.getObject(1, UUID.class))
                        .list());
    }

    /** Ties the open items of a campaign's second stage to the answers they are about. */
    @Transactional(propagation = Propagation.MANDATORY)
    public void follow(UUID campaign, Collection<GuestId> guests) {
        db.sql("""
                        update review_item n set after_item = f.id, previous_reviewer = f.decided_by from review_item f
                        where n.campaign_id = :campaign and n.guest_id = any (:guests) and n.outcome is null
                          and n.after_item is null and f.campaign_id = n.campaign_id and f.guest_id = n.guest_id
                          and f.after_item is null and f.outcome = 'APPLIED'""")
                .param("campaign", campaign)
                .param("guests", guests.stream().map(GuestId::value).toArray(UUID[]::new))
                .update();
    }

    /** What the first stage answered to these items of a second. */
    Map<UUID, ReviewItem.Answer> firstAnswers(Collection<ReviewItem> second) {
        List<UUID> first = second.stream()
                .flatMap(item -> Optional.ofNullable(item.after()).stream())
                .toList();
        Map<UUID, ReviewItem.Answer> answers = new HashMap<>();
        if (!first.isEmpty()) {
            db.sql("select * from review_item where id = any (?)")
                    .param(first.toArray(UUID[]::new))
                    .query(ReviewRows::item)
                    .list()
                    .forEach(item ->
                            Optional.ofNullable(item.answer()).ifPresent(answer -> answers.put(item.id(), answer)));
        }
        return answers;
    }

    @Transactional(propagation = Propagation.MANDATORY)
    public void settled(UUID item, Outcome outcome, @Nullable String because, @Nullable UUID removal) {
        db.sql("update review_item set outcome = ?, outcome_at = ?, outcome_because = ?, removal_id = ?,"
                        + " draft_decision = null, draft_reason = null, draft_by = null, draft_at = null where id = ?")
                .params(outcome.name(), Timestamp.from(clock.instant()), because, removal, item)
                .update();
    }

    /** Puts the question to somebody else. What was entered, and a "don't know", stay behind with whoever said so. */
    @Transactional(propagation = Propagation.MANDATORY)
    public void move(Collection<UUID> items, UUID to, @Nullable UUID campaign, PersonId from, boolean keepDrafts) {
        db.sql("update review_item set review_id = :to, campaign_id = coalesce(:campaign, campaign_id),"
                        + " previous_reviewer = :from, decision = null, decision_reason = null, decided_by = null,"
                        + " decided_at = null, decided_in_bulk = false, version = version + 1"
                        + (keepDrafts
                                ? ""
                                : ", draft_decision = null, draft_reason = null, draft_by = null, draft_at = null")
                        + " where id = any (:items)")
                .param("to", to)
                .param("campaign", campaign, Types.OTHER)
                .param("from", from.value())
                .param("items", items.toArray(UUID[]::new))
                .update();
        db.sql("update review_delegation set ended_at = ? where item_id = any (?) and ended_at is null")
                .params(Timestamp.from(clock.instant()), items.toArray(UUID[]::new))
                .update();
    }
}
