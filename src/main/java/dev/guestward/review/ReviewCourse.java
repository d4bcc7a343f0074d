package dev.guestward.review;

import dev.guestward.people.PersonId;
import dev.guestward.problem.Conflict;
import dev.guestward.review.Campaigns.Campaign;
import dev.guestward.review.ReviewNotices.Occasion;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/** The course of a review while nobody decides: letters, passing on, silence. What its model calls. */
@Component
public class ReviewCourse {
    private static final Duration TWO_DAYS = Duration.ofHours(48);
    private static final Duration HALF_DAY = Duration.ofHours(12);

    private final ReviewTable reviews;
    private final ItemTable items;
    private final GoneGuests gone;
    private final PassingOn passingOn;
    private final Silence silence;
    private final ReviewNotices notices;
    private final Delegations delegations;
    private final SecondLooks secondLooks;
    private final CampaignTable campaigns;
    private final ChangedGuests changed;
    private final Deadlines deadlines;
    private final Clock clock;

    ReviewCourse(
            ReviewTable reviews,
            ItemTable items,
            GoneGuests gone,
            PassingOn passingOn,
            Silence silence,
            ReviewNotices notices,
            Delegations delegations,
            SecondLooks secondLooks,
            CampaignTable campaigns,
            ChangedGuests changed,
            Deadlines deadlines,
            Clock clock) {
        this.reviews = reviews;
        this.items = items;
        this.gone = gone;
        this.passingOn = passingOn;
        this.silence = silence;
        this.notices = notices;
        this.delegations = delegations;
        this.secondLooks = secondLooks;
        this.campaigns = campaigns;
        this.changed = changed;
        this.deadlines = deadlines;
        this.clock = clock;
    }

    /** @throws IllegalStateException if there is none */
    public Review review(UUID id) {
        return reviews.get(id);
    }

    /** Who may decide on it beside the reviewer. */
    public List<PersonId> delegates(UUID id) {
        return delegations.holding(id);
    }

    /** Half of the time is over. */
    public static Instant halfTime(Review review) {
        return review.openedAt()
                .plus(Duration.between(review.openedAt(), review.dueAt()).dividedBy(2));
    }

    public static Instant twoDaysBefore(Review review) {
        return review.dueAt().minus(TWO_DAYS);
    }

    public static Instant halfDayBefore(Review review) {
        return review.dueAt().minus(HALF_DAY);
    }

    /** The reviewer is asked. */
    @Transactional(propagation = Propagation.MANDATORY)
    public void tell(UUID id) {
        reviews.locked(id).filter(Review::isOpen).ifPresent(review -> notices.want(review, Occasion.OPENED));
    }

    /** Reminds a reviewer who has not decided on everybody. What was missed is not made up for: the nearest reminder counts. */
    @Transactional(propagation = Propagation.MANDATORY)
    public void remind(UUID id) {
        reviews.locked(id)
                .filter(Review::isOpen)
                .filter(review -> items.hasUndecided(review.id()))
                .ifPresent(review -> notices.want(review, occasion(review)));
    }

    private Occasion occasion(Review review) {
        Instant now = clock.instant();
        if (!now.isBefore(halfDayBefore(review))) {
            return Occasion.HALF_DAY;
        }
        return now.isBefore(twoDaysBefore(review)) ? Occasion.HALF_TIME : Occasion.TWO_DAYS;
    }

    /**
     * The deadline has passed: whoever comes next is asked about those nobody has decided on. Drafts are no decisions.
     *
     * @return whether somebody else is asked; false if it ends here
     */
    @Transactional(propagation = Propagation.MANDATORY)
    public boolean deadlinePassed(UUID id) {
        Review review = reviews.locked(id).orElseThrow(() -> new IllegalStateException("No review " + id));
        if (!review.isOpen()) {
            return false;
        }
        Optional<Campaign> campaign = Optional.ofNullable(review.campaign()).flatMap(campaigns::find);
        if (campaign.filter(one -> "STOPPED".equals(one.endedAs())).isPresent()) {
            stopped(review);
            return false;
        }
        gone.settle(items.undecided(id));
        List<ReviewItem> waiting = items.undecided(id);
        boolean hasMoved = clock.instant().isBefore(review.dueAt())
                || campaign.filter(one -> one.pausedAt() != null).isPresent();
        List<ReviewItem> left =
                hasMoved ? giveBack(review, waiting) : passingOn.askAgain(review, passingOn.passOn(review, waiting));
        silence.settle(review, left);
        boolean passedOn = left.size() < waiting.size();
        reviews.close(id, closing(waiting, passedOn));
        notices.withdrawIfDone(review.reviewer());
        secondLooks.begin(review);
        return passedOn;
    }

    /** Where everybody had lost access meanwhile nobody was silent. */
    private static Review.Closing closing(List<ReviewItem> waiting, boolean passedOn) {
        if (waiting.isEmpty()) {
            return Review.Closing.OVER;
        }
        return passedOn ? Review.Closing.PASSED_ON : Review.Closing.SILENCE;
    }

    /** Its campaign was stopped while it stood still, long before this: nothing of it strikes any more. */
    private void stopped(Review review) {
        items.undecided(review.id()).forEach(item -> {
            items.settled(item.id(), Outcome.STOPPED, "campaign-stopped", null);
            changed.askLater(item);
        });
        reviews.close(review.id(), Review.Closing.STOPPED);
    }

    /**
     * The campaign was paused just as the deadline struck, so that it has moved or will: the same person is asked again.
     *
     * @return nobody is left over
     */
    private List<ReviewItem> giveBack(Review review, List<ReviewItem> waiting) {
        if (!waiting.isEmpty()) {
            Instant soonest = deadlines.instead();
            passingOn.give(
                    review,
                    new NextReviewers.Next(review.stage(), review.reviewer()),
                    waiting.stream().map(ReviewItem::id).toList(),
                    soonest.isAfter(review.dueAt()) ? soonest : review.dueAt());
        }
        return List.of();
    }

    /**
     * Whether a reviewer may complete the task by hand.
     *
     * @throws Conflict if somebody in the review waits for a decision
     */
    public void checkDecided(UUID id) {
        if (reviews.get(id).isOpen()) {
            throw new Conflict("Decide on every guest first. The task is completed by itself then.");
        }
    }
}
