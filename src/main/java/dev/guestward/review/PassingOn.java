package dev.guestward.review;

import dev.guestward.audit.Actor;
import dev.guestward.guest.AttestedGuests;
import dev.guestward.guest.GuestId;
import dev.guestward.people.PersonId;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/** Puts a question to whoever comes next. Each of them gets a review, and a task, of their own. */
@Component
class PassingOn {
    static final Actor ACTOR = Actor.schedule("review");

    private final ReviewTable reviews;
    private final ItemTable items;
    private final NextReviewers nextReviewers;
    private final ReviewOpening opening;
    private final ReviewWorkflow workflow;
    private final AttestedGuests attested;
    private final SecondRound secondRound;
    private final Deadlines deadlines;
    private final ReviewNotices notices;
    private final JdbcClient db;
    private final Clock clock;

    PassingOn(
            ReviewTable reviews,
            ItemTable items,
            NextReviewers nextReviewers,
            ReviewOpening opening,
            ReviewWorkflow workflow,
            AttestedGuests attested,
            SecondRound secondRound,
            Deadlines deadlines,
            ReviewNotices notices,
            JdbcClient db,
            Clock clock) {
        this.reviews = reviews;
        this.items = items;
        this.nextReviewers = nextReviewers;
        this.opening = opening;
        this.workflow = workflow;
        this.attested = attested;
        this.secondRound = secondRound;
        this.deadlines = deadlines;
        this.notices = notices;
        this.db = db;
        this.clock = clock;
    }

    /** The reviewer does not know. Where nobody is left to ask, the guest is held; after a second look the first one stands. */
    @Transactional(propagation = Propagation.MANDATORY)
    public void unknown(Review review, List<ReviewItem> unknown) {
        passOn(review, unknown).forEach(item -> {
            if (review.kind() == Review.Kind.SECOND_LOOK) {
                unconfirmed(item, "nobody-knows");
            } else {
                hold(item, "nobody-knows");
            }
        });
    }

    /** Nobody has looked a second time. What was said the first time stands, and is shown as unconfirmed. */
    @Transactional(propagation = Propagation.MANDATORY)
    public void unconfirmed(ReviewItem item, String because) {
        note(item, because);
        items.settled(item.id(), Outcome.UNCONFIRMED, because, null);
    }

    /** There is nobody who could look a second time. What was said stands, and the guest's page says why it stands alone. */
    @Transactional(propagation = Propagation.MANDATORY)
    public void nobodyLooksAgain(ReviewItem kept) {
        note(kept, "nobody-left");
    }

    private void note(ReviewItem item, String because) {
        attested.noted(
                item.guest(),
                ACTOR,
                "review-unconfirmed",
                Map.of("review", item.review().toString(), "reason", because));
    }

    /**
     * Asks whoever comes next.
     *
     * @return those about whom nobody is left to ask
     */
    @Transactional(propagation = Propagation.MANDATORY)
    public List<ReviewItem> passOn(Review review, List<ReviewItem> waiting) {
        Set<PersonId> asked = asked(review);
        return give(review, waiting, review.round(), deadlines.instead(), (item, coSponsors, never) -> {
            Set<PersonId> not = new HashSet<>(asked);
            not.addAll(never);
            return nextReviewers.after(review, coSponsors, not);
        });
    }

    /**
     * Asks everybody once more, beginning with whoever was asked first, where policy wants that before silence counts.
     *
     * @return those about whom nobody is asked again
     */
    @Transactional(propagation = Propagation.MANDATORY)
    public List<ReviewItem> askAgain(Review review, List<ReviewItem> silent) {
        if (!secondRound.secondRound() || review.round() > 1 || review.kind() == Review.Kind.SECOND_LOOK) {
            return silent;
        }
        return give(
                review,
                silent,
                review.round() + 1,
                deadlines.in(secondRound.secondRoundWithin()),
                (item, coSponsors, never) -> nextReviewers.again(review, item.isSecond(), coSponsors, never));
    }

    private interface Choice {
        Optional<NextReviewers.Next> of(ReviewItem item, List<PersonId> coSponsors, Set<PersonId> never);
    }

    /** @return those for whom there is nobody */
    private List<ReviewItem> give(Review review, List<ReviewItem> waiting, int round, Instant dueAt, Choice choice) {
        if (waiting.isEmpty()) {
            return List.of();
        }
        Map<GuestId, List<PersonId>> coSponsors = nextReviewers.coSponsorsOf(
                waiting.stream().map(ReviewItem::guest).toList());
        Map<UUID, ReviewItem.Answer> first = items.firstAnswers(waiting);
        Map<NextReviewers.Next, List<UUID>> groups = new LinkedHashMap<>();
        List<ReviewItem> left = new ArrayList<>();
        for (ReviewItem item : waiting) {
            // nobody looks at their own answer
            Set<PersonId> never = Optional.ofNullable(item.after())
                    .flatMap(one -> Optional.ofNullable(first.get(one)))
                    .map(answer -> Set.of(answer.by()))
                    .orElse(Set.of());
            Optional<NextReviewers.Next> next =
                    choice.of(item, coSponsors.getOrDefault(item.guest(), List.of()), never);
            if (next.isPresent()) {
                groups.computeIfAbsent(next.get(), one -> new ArrayList<>()).add(item.id());
            } else {
                left.add(item);
            }
        }
        // whoever is asked about somebody else already has at least half of the time for these, too
        Instant half =
                clock.instant().plus(Duration.between(clock.instant(), dueAt).dividedBy(2));
        groups.forEach((next, moved) -> give(review, Asking.after(review, next, round), half, dueAt, moved));
        return left;
    }

    /**
     * Puts open questions of a review to somebody else, in a review of their own or one they have on the same way that is due no
     * sooner.
     *
     * @return that review
     */
    @Transactional(propagation = Propagation.MANDATORY)
    public Review give(Review from, NextReviewers.Next next, List<UUID> moved, Instant due) {
        return give(from, Asking.after(from, next, from.round()), due.minusSeconds(1), due, moved);
    }

    private Review give(Review from, Asking asking, Instant dueAfter, Instant dueAt, List<UUID> moved) {
        Optional<Review> there = reviews.joinable(asking, dueAfter);
        Review to = there.orElseGet(() -> opening.begin(asking, dueAt, false));
        // what was entered is the reviewer's own: it stays only if the question does
        items.move(
                moved,
                to.id(),
                null,
                from.reviewer(),
                from.reviewer().equals(asking.reviewer()) && from.round() == asking.round());
        if (there.isPresent()) {
            notices.want(to, ReviewNotices.Occasion.ADDED);
        } else {
            workflow.start(to.id());
        }
        return to;
    }

    /** Nobody can be asked any more, and nothing may be done: the guest is shown, and asked about anew after a while. */
    @Transactional(propagation = Propagation.MANDATORY)
    public void hold(ReviewItem item, String because) {
        attested.held(
                item.guest(),
                ACTOR,
                deadlines.answer(),
                Map.of("review", item.review().toString(), "reason", because));
        items.settled(item.id(), Outcome.HELD, because, null);
    }

    /** A second look is never taken by whoever was asked before, and a second stage by nobody who has answered in the first. */
    boolean mayBeAsked(Review review, Collection<ReviewItem> about, PersonId person) {
        return (review.kind() != Review.Kind.SECOND_LOOK || !asked(review).contains(person))
                && items.firstAnswers(about).values().stream()
                        .noneMatch(answer -> answer.by().equals(person));
    }

    /**
     * Everybody who was asked, or has answered in somebody's place, on the way to this review: in this round, or for a second look
     * in any.
     */
    Set<PersonId> asked(Review review) {
        return asked(review.id(), review.kind() == Review.Kind.SECOND_LOOK);
    }

    Set<PersonId> everAsked(Review review) {
        return asked(review.id(), true);
    }

    private Set<PersonId> asked(UUID review, boolean ever) {
        return new HashSet<>(db.sql("""
                        with recursive way (id, parent_id, reviewer_id, sponsor_id) as (
                            select id, parent_id, reviewer_id, sponsor_id from review where id = ?
                            union all select r.id, r.parent_id, r.reviewer_id, r.sponsor_id from review r
                            join way on r.id = way.parent_id
                            where ? or r.round = (select round from review where id = ?))
                        select reviewer_id from way union select sponsor_id from way
                        union select a.given_by from review_answer a join way on way.id = a.review_id""")
                .params(review, ever, review)
                .query((rs, n) -> new PersonId(rs.getString(1)))
                .list());
    }
}
