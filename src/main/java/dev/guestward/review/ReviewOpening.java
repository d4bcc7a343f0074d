package dev.guestward.review;

import dev.guestward.guest.GuestId;
import dev.guestward.review.ReviewNotices.Occasion;
import java.time.Clock;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/** Opens reviews: rows, evidence, recommendation, workflow, the first letter; all or nothing. */
@Component
class ReviewOpening {
    private static final Logger log = LoggerFactory.getLogger(ReviewOpening.class);

    private final ReviewTable reviews;
    private final ItemTable items;
    private final GatheredEvidence evidence;
    private final Recommendations recommendations;
    private final GivingWay givingWay;
    private final ReviewWorkflow workflow;
    private final ReviewNotices notices;
    private final ReviewSettings settings;
    private final Clock clock;

    ReviewOpening(
            ReviewTable reviews,
            ItemTable items,
            GatheredEvidence evidence,
            Recommendations recommendations,
            GivingWay givingWay,
            ReviewWorkflow workflow,
            ReviewNotices notices,
            ReviewSettings settings,
            Clock clock) {
        this.reviews = reviews;
        this.items = items;
        this.evidence = evidence;
        this.recommendations = recommendations;
        this.givingWay = givingWay;
        this.workflow = workflow;
        this.notices = notices;
        this.settings = settings;
        this.clock = clock;
    }

    /**
     * Asks about guests. Guests whom somebody is being asked about already are left where they are; a review about nobody is
     * not opened.
     *
     * @param widened whether more than usual are asked about at once
     * @return about how many somebody is asked
     */
    @Transactional(propagation = Propagation.MANDATORY)
    public int open(Asking asking, Instant dueAt, boolean widened, Collection<GuestId> guests) {
        Review review = begin(asking, dueAt, widened);
        int asked = add(review, guests);
        started(review);
        if (asked > 0) {
            log.info("Review {} opened about {} guests{}", review.id(), asked, widened ? ", more than usual" : "");
        }
        return asked;
    }

    /**
     * Asks about guests, in a review that is open already where there is one, of which the reviewer is told once more. No
     * review holds more than a page can show.
     *
     * @param dueAfter when a review must be due to be joined, at the earliest
     * @param dueAt by when the others are to be answered
     */
    @Transactional(propagation = Propagation.MANDATORY)
    public void openOrJoin(Asking asking, Instant dueAfter, Instant dueAt, List<GuestId> guests, Absorbing absorbing) {
        int from = 0;
        while (from < guests.size()) {
            Optional<Review> there = reviews.joinable(asking, dueAfter);
            int room = ReviewSettings.MOST
                    - there.map(one -> items.count(one.id())).orElse(0);
            List<GuestId> part = guests.subList(from, Math.min(guests.size(), from + room));
            Review review = there.orElseGet(() -> begin(asking, dueAt, false));
            // first the new questions: a second look that begins as a review is emptied must not meet whom they are
            // about
            add(review, part);
            absorbing.into(review, part);
            items.noteWhatForced(review.id());
            if (there.isPresent()) {
                notices.want(review, Occasion.ADDED);
            } else {
                started(review);
            }
            from += part.size();
        }
    }

    /** What else comes into a review with its guests. */
    interface Absorbing {
        Absorbing NOTHING = (review, guests) -> {};

        void into(Review review, List<GuestId> guests);
    }

    private void started(Review review) {
        if (items.hasUndecided(review.id())) {
            workflow.start(review.id());
        } else {
            reviews.close(review.id(), Review.Closing.OVER);
        }
    }

    /** Asks about further guests in a review that is open. */
    @Transactional(propagation = Propagation.MANDATORY)
    public int add(Review review, Collection<GuestId> guests) {
        Instant inactiveBefore = clock.instant().minus(settings.inactiveAfter());
        givingWay.to(guests);
        List<Evidence> known = evidence.of(guests);
        if (known.isEmpty()) {
            return 0;
        }
        int asked = items.insert(review.id(), review.campaign(), known, recommendations.on(known, inactiveBefore));
        items.noteWhatForced(review.id());
        return asked;
    }

    /** A review without guests yet; whoever begins it moves some there and starts its workflow. */
    @Transactional(propagation = Propagation.MANDATORY)
    public Review begin(Asking asking, Instant dueAt, boolean widened) {
        Review review = new Review(
                UUID.randomUUID(),
                asking.kind(),
                asking.stage(),
                asking.reviewer(),
                asking.sponsor(),
                asking.campaign(),
                asking.parent(),
                clock.instant(),
                dueAt,
                widened,
                asking.round(),
                null,
                null);
        reviews.insert(review);
        return review;
    }
}
