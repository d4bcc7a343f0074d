package dev.guestward.review;

import dev.guestward.guest.GuestId;
import dev.guestward.people.PersonId;
import dev.guestward.review.CampaignTable.Waiting;
import dev.guestward.review.Campaigns.Campaign;
import java.sql.Timestamp;
import java.time.Clock;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/** The course of a campaign, in steps that each take a few seconds at most. What its model calls. */
@Component
public class CampaignCourse {
    private static final int GUESTS_A_STEP = 500;
    private static final int REVIEWS_A_STEP = 50;

    private final CampaignTable table;
    private final CampaignAsking asking;
    private final SecondStage second;
    private final ReviewTable reviews;
    private final ItemTable items;
    private final ChangedGuests changed;
    private final PausedReviews paused;
    private final ReviewWorkflow reviewWorkflow;
    private final CampaignWorkflow workflow;
    private final Clock clock;

    CampaignCourse(
            CampaignTable table,
            CampaignAsking asking,
            SecondStage second,
            ReviewTable reviews,
            ItemTable items,
            ChangedGuests changed,
            PausedReviews paused,
            ReviewWorkflow reviewWorkflow,
            CampaignWorkflow workflow,
            Clock clock) {
        this.table = table;
        this.asking = asking;
        this.second = second;
        this.reviews = reviews;
        this.items = items;
        this.changed = changed;
        this.paused = paused;
        this.reviewWorkflow = reviewWorkflow;
        this.workflow = workflow;
        this.clock = clock;
    }

    /**
     * Asks the next few sponsors about their guests.
     *
     * @return whether all of them have been asked
     */
    @Transactional(propagation = Propagation.MANDATORY)
    public boolean openSome(UUID id) {
        Campaign campaign = campaign(id);
        if (campaign.endedAt() != null) {
            return true;
        }
        Map<PersonId, List<GuestId>> bySponsor = new LinkedHashMap<>();
        List<Waiting> waiting = table.waiting(id, GUESTS_A_STEP);
        waiting.forEach(one -> bySponsor
                .computeIfAbsent(one.sponsor(), sponsor -> new ArrayList<>())
                .add(one.guest()));
        if (waiting.size() == GUESTS_A_STEP && bySponsor.size() > 1) {
            // the last one may have more: all of a sponsor's guests come together
            bySponsor.remove(waiting.get(waiting.size() - 1).sponsor());
        }
        bySponsor.forEach((sponsor, guests) -> asking.ask(campaign, sponsor, guests));
        boolean all = waiting.size() < GUESTS_A_STEP && table.waiting(id, 1).isEmpty();
        if (all) {
            table.set(id, "opened_at = ?", Timestamp.from(clock.instant()));
        }
        return all;
    }

    /**
     * Asks the second stage about the next guests whom the first one kept.
     *
     * @return whether all of them have been asked about
     */
    @Transactional(propagation = Propagation.MANDATORY)
    public boolean openSecond(UUID id) {
        // whether anybody is asked, and the end, are decided on while nobody comes in
        Campaign campaign = table.locked(id).orElseThrow(() -> new IllegalStateException("No campaign " + id));
        return campaign.endedAt() != null || second.openSome(campaign);
    }

    /** Whether somebody is being asked. */
    public boolean isAsking(UUID id) {
        return table.isAsking(id);
    }

    /** Nobody is being asked any more. */
    @Transactional(propagation = Propagation.MANDATORY)
    public void close(UUID id) {
        table.set(id, "ended_at = ?, ended_as = 'CLOSED'", Timestamp.from(clock.instant()));
    }

    /**
     * Takes back the next few questions of a campaign that was stopped.
     *
     * @return whether none is left
     */
    @Transactional(propagation = Propagation.MANDATORY)
    public boolean stopSome(UUID id) {
        if (paused.wakeSome(id)) {
            return false;
        }
        List<UUID> open = reviews.openOf(id);
        for (UUID review : open.subList(0, Math.min(open.size(), REVIEWS_A_STEP))) {
            Optional<Review> taken = reviews.locked(review).filter(Review::isOpen);
            if (taken.isPresent()) {
                items.undecided(review).forEach(item -> {
                    items.settled(item.id(), Outcome.STOPPED, "campaign-stopped", null);
                    changed.askLater(item);
                });
                reviews.close(review, Review.Closing.STOPPED);
                reviewWorkflow.over(review);
            }
        }
        return open.size() <= REVIEWS_A_STEP;
    }

    /** Closes campaigns that everybody has answered. */
    @Transactional
    public void lookAgain() {
        table.answered().forEach(workflow::answered);
    }

    private Campaign campaign(UUID id) {
        return table.find(id).orElseThrow(() -> new IllegalStateException("No campaign " + id));
    }
}
