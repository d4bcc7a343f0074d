package dev.guestward.review;

import dev.guestward.guest.GuestId;
import dev.guestward.people.PersonId;
import java.time.Clock;
import java.util.List;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** Looks whether open reviews still ask the right people about the right guests, each in a transaction of its own. */
@Component
class OpenReviews {
    private static final Logger log = LoggerFactory.getLogger(OpenReviews.class);
    private static final int CHUNK = 500;

    private final DueGuests due;
    private final ReviewTable reviews;
    private final ItemTable items;
    private final GoneGuests gone;
    private final ReviewEnds ends;
    private final SponsorChanges changes;
    private final ReviewNotices notices;
    private final Delegations delegations;
    private final SilenceClaims claims;
    private final CampaignCourse campaigns;
    private final CampaignFollowing following;
    private final ReviewSignals signals;
    private final PausedReviews paused;
    private final TransactionTemplate transaction;
    private final Clock clock;

    OpenReviews(
            DueGuests due,
            ReviewTable reviews,
            ItemTable items,
            GoneGuests gone,
            ReviewEnds ends,
            SponsorChanges changes,
            ReviewNotices notices,
            Delegations delegations,
            SilenceClaims claims,
            CampaignCourse campaigns,
            CampaignFollowing following,
            ReviewSignals signals,
            PausedReviews paused,
            PlatformTransactionManager transactions,
            Clock clock) {
        this.due = due;
        this.reviews = reviews;
        this.items = items;
        this.gone = gone;
        this.ends = ends;
        this.changes = changes;
        this.notices = notices;
        this.delegations = delegations;
        this.claims = claims;
        this.campaigns = campaigns;
        this.following = following;
        this.signals = signals;
        this.paused = paused;
        this.transaction = new TransactionTemplate(transactions);
        this.clock = clock;
    }

    void lookAgain() {
        List<UUID> withGone = due.withGone(clock.instant(), CHUNK);
        withGone.forEach(review -> tried(review, () -> settleGone(review)));
        List<GuestId> moved = due.movedOn(CHUNK);
        moved.forEach(guest -> tried(guest, () -> changes.follow(guest)));
        List<PersonId> waiting = notices.waiting();
        waiting.forEach(person -> tried(person, () -> notices.write(person)));
        List<PersonId> toBeSent = notices.toBeSent();
        toBeSent.forEach(person -> tried(person, () -> notices.withdrawIfDone(person)));
        tried("delegations", delegations::endExpired);
        tried("claims", claims::lookAgain);
        following.running().forEach(campaign -> tried(campaign, () -> following.follow(campaign)));
        tried("campaigns", campaigns::lookAgain);
        tried("signals", signals::lookAgain);
        attempted("paused campaigns", paused::followAll);
    }

    private void settleGone(UUID id) {
        reviews.locked(id).ifPresent(review -> {
            gone.settle(items.undecided(id));
            ends.closeIfDecided(review, Review.Closing.DECIDED);
        });
    }

    private void tried(Object what, Runnable act) {
        attempted(what, () -> transaction.executeWithoutResult(status -> act.run()));
    }

    private static void attempted(Object what, Runnable act) {
        try {
            act.run();
        } catch (RuntimeException e) {
            log.warn("Looking again at {} failed: {}", what, e.getClass().getSimpleName());
        }
    }
}
