package dev.guestward.review;

import dev.guestward.guest.AttestedGuests;
import dev.guestward.guest.GuestId;
import dev.guestward.people.PersonId;
import dev.guestward.review.DueGuests.Due;
import dev.guestward.review.Review.Kind;
import dev.guestward.review.ReviewOpening.Absorbing;
import dev.guestward.schedule.FleetJob;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Asks about guests whose day has come: one review for a sponsor and week, of the usual size unless more of them would be late.
 * Also follows what changed about guests in open reviews without our hearing of it, and writes letters that had to wait.
 */
@Component
public class ReviewPlanner implements FleetJob {
    private static final Logger log = LoggerFactory.getLogger(ReviewPlanner.class);
    private static final int CHUNK = 500;
    static final String NAME = "review-planner";

    private final DueGuests due;
    private final DueDates dates;
    private final AttestedGuests attested;
    private final ReviewOpening opening;
    private final RollingCollection collection;
    private final OpenReviews open;
    private final ReviewSettings settings;
    private final FollowSettings follow;
    private final Deadlines deadlines;
    private final TransactionTemplate transaction;
    private final Clock clock;

    ReviewPlanner(
            DueGuests due,
            DueDates dates,
            AttestedGuests attested,
            ReviewOpening opening,
            RollingCollection collection,
            OpenReviews open,
            ReviewSettings settings,
            FollowSettings follow,
            Deadlines deadlines,
            PlatformTransactionManager transactions,
            Clock clock) {
        this.due = due;
        this.dates = dates;
        this.attested = attested;
        this.opening = opening;
        this.collection = collection;
        this.open = open;
        this.settings = settings;
        this.follow = follow;
        this.deadlines = deadlines;
        this.transaction = new TransactionTemplate(transactions);
        this.clock = clock;
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public Duration every() {
        return Duration.ofMinutes(15);
    }

    @Override
    public boolean atStart() {
        return true;
    }

    @Override
    public void run() {
        open.lookAgain();
        due.sponsorsOfUndated(CHUNK).forEach(sponsor -> tried(sponsor, () -> giveDays(sponsor)));
        due.sponsorsOfForced(clock.instant().minus(follow.gatherChanges()))
                .forEach(sponsor -> tried(sponsor, () -> askAboutChanged(sponsor)));
        Instant until = clock.instant().plus(settings.lookAhead());
        due.sponsorsOfDue(until).forEach(sponsor -> tried(sponsor, () -> ask(sponsor, until)));
    }

    private void giveDays(PersonId sponsor) {
        List<GuestId> guests = due.undated(sponsor, CHUNK);
        List<Instant> days = dates.next(sponsor, guests.size());
        for (int i = 0; i < guests.size(); i++) {
            attested.dated(guests.get(i), days.get(i));
        }
    }

    /** What changed within a short time becomes one review, also with what changed shortly before. */
    private void askAboutChanged(PersonId sponsor) {
        List<GuestId> guests = due.forced(sponsor);
        Instant answer = deadlines.answer();
        Instant half = clock.instant().plus(settings.answerWithin().dividedBy(2));
        opening.openOrJoin(
                Asking.sponsor(Kind.EVENT, sponsor, collection.current()), half, answer, guests, Absorbing.NOTHING);
        attested.reviewAsked(guests);
    }

    private void ask(PersonId sponsor, Instant until) {
        Instant now = clock.instant();
        if (due.wasAsked(sponsor, now.minus(DueDates.WEEK))) {
            return;
        }
        List<Due> all = due.due(sponsor, until, ReviewSettings.MOST);
        // whoever is not asked about now is asked about in a week at the earliest
        Instant nextTime = now.plus(DueDates.WEEK);
        int urgent = Math.toIntExact(
                all.stream().filter(one -> !one.at().isAfter(nextTime)).count());
        int size = Math.max(settings.batch(), urgent);
        boolean widened = urgent > settings.batch();
        List<GuestId> guests = all.stream().limit(size).map(Due::guest).toList();
        UUID quarter = collection.current();
        int asked = opening.open(Asking.sponsor(Kind.ROLLING, sponsor, quarter), deadlines.answer(), widened, guests);
        if (widened) {
            log.warn(
                    "Sponsor {} is asked about {} guests at once, {} would be usual: more of them are due this week",
                    sponsor,
                    asked,
                    settings.batch());
        }
    }

    private void tried(PersonId sponsor, Runnable act) {
        try {
            transaction.executeWithoutResult(status -> act.run());
        } catch (RuntimeException e) {
            log.warn(
                    "Guests of sponsor {} cannot be asked about now: {}",
                    sponsor,
                    e.getClass().getSimpleName());
        }
    }
}
