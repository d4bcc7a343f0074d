package dev.guestward.review;

import dev.guestward.audit.Actor;
import dev.guestward.guest.AttestedGuests;
import dev.guestward.guest.Guest;
import dev.guestward.guest.GuestId;
import dev.guestward.guest.GuestState;
import dev.guestward.guest.LeavingGuests;
import dev.guestward.people.People;
import dev.guestward.people.Person;
import dev.guestward.people.PersonId;
import dev.guestward.people.Viewer;
import dev.guestward.problem.Conflict;
import dev.guestward.removal.Cause;
import dev.guestward.removal.Removal;
import dev.guestward.removal.RemovalRequests;
import dev.guestward.removal.Removals;
import dev.guestward.review.ReviewItem.Answer;
import dev.guestward.review.Reviews.Entry;
import dev.guestward.review.Reviews.Kept;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/** Takes what reviewers enter and decide. The caller has taken the review's row and knows who it is. */
@Component
class ReviewAnswers {
    /** Opening many reviews takes seconds. */
    private static final Duration OPENING = Duration.ofMinutes(1);

    private final ItemTable items;
    private final GoneGuests goneGuests;
    private final CampaignTable campaigns;
    private final ReviewEnds ends;
    private final ReviewSignals signals;
    private final PassingOn passingOn;
    private final DecisionRules rules;
    private final AttestedGuests attested;
    private final LeavingGuests leaving;
    private final Removals removals;
    private final RemovalRequests requests;
    private final DueDates dueDates;
    private final People people;
    private final ReviewSettings settings;
    private final ReviewRefusals refusals;
    private final Clock clock;

    ReviewAnswers(
            ItemTable items,
            GoneGuests goneGuests,
            CampaignTable campaigns,
            ReviewEnds ends,
            ReviewSignals signals,
            PassingOn passingOn,
            DecisionRules rules,
            AttestedGuests attested,
            LeavingGuests leaving,
            Removals removals,
            RemovalRequests requests,
            DueDates dueDates,
            People people,
            ReviewSettings settings,
            ReviewRefusals refusals,
            Clock clock) {
        this.items = items;
        this.goneGuests = goneGuests;
        this.campaigns = campaigns;
        this.ends = ends;
        this.signals = signals;
        this.passingOn = passingOn;
        this.rules = rules;
        this.attested = attested;
        this.leaving = leaving;
        this.removals = removals;
        this.requests = requests;
        this.dueDates = dueDates;
        this.people = people;
        this.settings = settings;
        this.refusals = refusals;
        this.clock = clock;
    }

    @Transactional(propagation = Propagation.MANDATORY)
    public Kept keepDrafts(ReviewRights.Scope scope, List<Entry> entries, Viewer viewer) {
        Map<UUID, ReviewItem> known = known(scope, entries);
        rules.checkDrafts(entries);
        if (!scope.review().takesDecisions(clock.instant())) {
            throw tooLate();
        }
        List<UUID> saved = new ArrayList<>();
        List<UUID> conflicts = new ArrayList<>();
        List<UUID> gone = new ArrayList<>();
        for (Entry entry : entries) {
            ReviewItem item = known.get(entry.item());
            if (item == null) {
                gone.add(entry.item());
                continue;
            }
            boolean kept = items.draft(
                    item.id(),
                    entry.version(),
                    entry.decision(),
                    DecisionRules.reason(entry),
                    entry.bulk(),
                    viewer.id());
            (kept ? saved : conflicts).add(item.id());
        }
        Map<UUID, ReviewItem> now = byId(scope.review());
        return new Kept(as(now, saved), as(now, conflicts), gone);
    }

    @Transactional(propagation = Propagation.MANDATORY)
    public List<ReviewItem> decide(ReviewRights.Scope scope, List<Entry> entries, Viewer viewer) {
        Map<UUID, ReviewItem> known = known(scope, entries);
        if (entries.stream().anyMatch(entry -> !known.containsKey(entry.item()))) {
            throw refusals.conflict("left");
        }
        List<Entry> fresh = entries.stream()
                .filter(entry -> !isSaidAlready(known.get(entry.item()), entry, viewer))
                .toList();
        if (!fresh.isEmpty()) {
            fresh.forEach(entry -> checkStanding(scope.review(), known.get(entry.item()), entry));
            rules.checkDecisions(entries, Set.copyOf(fresh), known, removedOtherwise(fresh, known));
            apply(scope.review(), fresh, known, viewer.id());
        }
        List<UUID> asked = entries.stream().map(Entry::item).toList();
        Map<UUID, ReviewItem> now = new HashMap<>();
        asked.forEach(id -> items.find(id).ifPresent(item -> now.put(id, item)));
        return as(now, asked);
    }

    /** Of these, whom somebody else is removing. A removal that was our own answer can be taken back. */
    private Set<GuestId> removedOtherwise(List<Entry> entries, Map<UUID, ReviewItem> known) {
        List<GuestId> asked = entries.stream()
                .flatMap(entry -> Optional.ofNullable(known.get(entry.item())).stream())
                .filter(item -> !isRemovedBy(item))
                .map(ReviewItem::guest)
                .toList();
        return goneGuests.leaving(asked).keySet();
    }

    private static boolean isRemovedBy(ReviewItem item) {
        Answer answer = item.answer();
        return answer != null && answer.decision().removes();
    }

    /**
     * The items this person may see. One that is missing has left the review, is somebody else's or was never there: nobody is
     * told which.
     */
    private Map<UUID, ReviewItem> known(ReviewRights.Scope scope, List<Entry> entries) {
        if (entries.stream().map(Entry::item).distinct().count() != entries.size()) {
            throw refusals.invalid("items", "reviews.invalid.once");
        }
        return items.of(scope.review().id()).stream()
                .filter(item -> scope.includes(item.id()))
                .collect(Collectors.toMap(ReviewItem::id, Function.identity()));
    }

    private Map<UUID, ReviewItem> byId(Review review) {
        return items.of(review.id()).stream().collect(Collectors.toMap(ReviewItem::id, Function.identity()));
    }

    private static List<ReviewItem> as(Map<UUID, ReviewItem> known, List<UUID> ids) {
        return ids.stream().map(known::get).filter(Objects::nonNull).toList();
    }

    private static boolean isSaidAlready(@Nullable ReviewItem item, Entry entry, Viewer viewer) {
        Answer answer = item == null ? null : item.answer();
        return answer != null
                && answer.decision() == entry.decision()
                && viewer.is(answer.by())
                && Objects.equals(answer.reason(), DecisionRules.reason(entry));
    }

    private void checkStanding(Review review, @Nullable ReviewItem known, Entry entry) {
        ReviewItem item = Objects.requireNonNull(known);
        boolean changeOfMind = item.outcome() == Outcome.APPLIED && entry.decision() != Decision.DONT_KNOW;
        if (!item.isOpen() && !changeOfMind) {
            throw refusals.conflict("settled");
        }
        if (!clock.instant().isBefore(review.dueAt()) || (item.isOpen() && !review.isOpen())) {
            throw tooLate();
        }
        if (entry.version() != item.version()) {
            throw faster(item);
        }
    }

    /** Who was faster, and when: the first committed decision wins until somebody has seen it. */
    private Conflict faster(ReviewItem item) {
        Answer answer = item.answer() == null ? item.draft() : item.answer();
        if (answer == null) {
            return refusals.conflict("changed");
        }
        String at = refusals.moment(answer.at());
        return people.byId(answer.by())
                .map(Person::displayName)
                .map(name -> refusals.conflict("faster", name, at))
                .orElseGet(() -> refusals.conflict("faster-somebody", at));
    }

    private Conflict tooLate() {
        return refusals.conflict("over");
    }

    private void apply(Review review, List<Entry> entries, Map<UUID, ReviewItem> known, PersonId by) {
        int keeps = Math.toIntExact(entries.stream()
                .filter(e -> e.decision() == Decision.KEEP
                        && !looksAgain(review, Objects.requireNonNull(known.get(e.item()))))
                .count());
        Deque<Instant> next = new ArrayDeque<>(keeps == 0 ? List.of() : dueDates.next(review.sponsor(), keeps));
        List<ReviewItem> unknown = new ArrayList<>();
        Map<UUID, Answer> first = items.firstAnswers(entries.stream()
                .flatMap(one -> Optional.ofNullable(known.get(one.item())).stream())
                .toList());
        for (Entry entry : entries) {
            ReviewItem item = Objects.requireNonNull(known.get(entry.item()));
            checkNotOwn(item, first, by);
            Decision decision = Objects.requireNonNull(entry.decision());
            Guest guest = leaving.locked(item.guest());
            checkGuest(review, item, guest);
            checkSecondStage(review, item, decision);
            takeBack(item, looksAgain(review, item), by);
            AnswerMark mark = items.decided(item, decision, DecisionRules.reason(entry), entry.bulk(), by)
                    .orElseThrow(() -> refusals.conflict("changed-now"));
            switch (decision) {
                case KEEP -> {
                    if (looksAgain(review, item)) {
                        confirm(item, mark, by);
                    } else {
                        keep(item, mark, next.remove(), by);
                    }
                }
                case REMOVE, REMOVE_NOW ->
                    remove(item, mark, looksAgain(review, item), decision, DecisionRules.reason(entry), by);
                case DONT_KNOW -> {
                    attested.answered(
                            item.guest(),
                            actor(by),
                            "review-dont-know",
                            mark.with(Map.of("review", review.id().toString())));
                    unknown.add(item);
                }
            }
        }
        passingOn.unknown(review, unknown);
        signals.decided(review.id(), by);
        ends.closeIfDecided(review, Review.Closing.DECIDED);
    }

    /**
     * Only who has access is decided on, and by whoever vouches for them at this moment. Open questions follow a guest to the next
     * sponsor, decided ones stay, and nobody changes their mind about somebody else's guest.
     */
    private void checkGuest(Review review, ReviewItem item, Guest guest) {
        boolean ofSponsor = review.stage() == Review.Stage.SPONSOR || (!item.isOpen() && !item.isSecond());
        if (ofSponsor && !guest.sponsor().equals(review.sponsor())) {
            throw refusals.conflict("other-sponsor");
        }
        if (guest.state() != GuestState.ACTIVE
                || (!isRemovedBy(item) && removals.current(guest.id()).isPresent())) {
            throw refusals.conflict("leaving");
        }
    }

    /** Whom the second stage has not seen does not stay behind its back. */
    private void checkSecondStage(Review review, ReviewItem item, Decision decision) {
        UUID campaign = item.campaign();
        boolean stays = decision == Decision.KEEP && isRemovedBy(item) && !looksAgain(review, item);
        if (campaign != null && stays && campaigns.isBeyondFirstStage(campaign)) {
            throw refusals.conflict("second-stage");
        }
    }

    /** At what somebody else has kept: in the second stage of a campaign, or by a sample. */
    private static boolean looksAgain(Review review, ReviewItem item) {
        return item.isSecond() || review.kind() == Review.Kind.SECOND_LOOK;
    }

    private void checkNotOwn(ReviewItem item, Map<UUID, Answer> first, PersonId by) {
        UUID before = item.after();
        Answer answer = before == null ? null : first.get(before);
        if (answer != null && answer.by().equals(by)) {
            throw refusals.conflict("answered");
        }
    }

    private void takeBack(ReviewItem item, boolean second, PersonId by) {
        UUID removal = item.removal();
        Answer before = item.answer();
        if (before == null || item.isOpen()) {
            return;
        }
        if (removal != null) {
            requests.takeBack(item.guest(), removal, Removal.Ending.UNDONE, "undone", actor(by));
        } else if (before.decision() == Decision.KEEP && !second) {
            attested.noLongerKept(item.guest());
        }
    }

    private void keep(ReviewItem item, AnswerMark mark, Instant next, PersonId by) {
        // what changed while the question was being put is on nobody's list yet
        Instant since = item.askedBecause().isEmpty()
                ? item.askedAt().minus(OPENING)
                : clock.instant().plusSeconds(1);
        attested.kept(
                item.guest(),
                by,
                next,
                since,
                mark.with(Map.of("review", item.review().toString(), "next", next.toString())));
        items.settled(item.id(), Outcome.APPLIED, null, null);
    }

    /** Somebody else has kept the guest, and this person would, too: nothing changes. */
    private void confirm(ReviewItem item, AnswerMark mark, PersonId by) {
        attested.answered(
                item.guest(),
                actor(by),
                "review-confirmed",
                mark.with(Map.of("review", item.review().toString())));
        items.settled(item.id(), Outcome.APPLIED, null, null);
    }

    /** @param second whether somebody else has kept the guest: it is not theirs to take the removal back */
    private void remove(
            ReviewItem item, AnswerMark mark, boolean second, Decision decision, @Nullable String reason, PersonId by) {
        Actor actor = actor(by);
        attested.answered(
                item.guest(),
                actor,
                "review-no",
                mark.with(Map.of("review", item.review().toString())));
        Removal removal = requests.open(new Removals.Request(
                item.guest(), Cause.REVIEW, actor, reason, decision == Decision.REMOVE_NOW, second));
        // nobody is asked again while the removal is under way, or held
        attested.reviewDue(List.of(item.guest()), clock.instant().plus(settings.answerWithin()));
        items.settled(item.id(), Outcome.APPLIED, null, removal.id());
    }

    private static Actor actor(PersonId by) {
        return Actor.person(by.value());
    }
}
