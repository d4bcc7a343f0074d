package dev.guestward.review;

import dev.guestward.people.Viewer;
import dev.guestward.problem.Conflict;
import dev.guestward.problem.InvalidInput;
import dev.guestward.review.Campaigns.Campaign;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.transaction.support.TransactionTemplate;

/** What administrators do about a campaign that runs: they pause it, let it run on, have people reminded and end it. */
@Component
public class CampaignSteering {
    private final CampaignTable table;
    private final CampaignRules rules;
    private final CampaignWorkflow workflow;
    private final PausedReviews pausedReviews;
    private final ReviewNotices notices;
    private final Deadlines deadlines;
    private final TransactionTemplate transaction;
    private final ReviewRefusals refusals;
    private final Clock clock;

    CampaignSteering(
            CampaignTable table,
            CampaignRules rules,
            CampaignWorkflow workflow,
            PausedReviews pausedReviews,
            ReviewNotices notices,
            Deadlines deadlines,
            PlatformTransactionManager transactions,
            ReviewRefusals refusals,
            Clock clock) {
        this.table = table;
        this.rules = rules;
        this.workflow = workflow;
        this.pausedReviews = pausedReviews;
        this.notices = notices;
        this.deadlines = deadlines;
        this.transaction = new TransactionTemplate(transactions);
        this.refusals = refusals;
        this.clock = clock;
    }

    /**
     * Stops its clocks: no decision is taken from now on, nobody is reminded, no deadline passes. The clocks of a large campaign
     * stand still a minute or two later.
     *
     * @throws Conflict if it is over or paused
     */
    public void pause(UUID id, Viewer viewer) {
        transaction.executeWithoutResult(status -> markPaused(id, viewer));
        pausedReviews.followNow(id);
    }

    private void markPaused(UUID id, Viewer viewer) {
        Campaign campaign = running(id, viewer);
        if (campaign.pausedAt() != null) {
            throw refusals.conflict("campaign-paused-already");
        }
        table.set(
                id,
                "paused_at = ?, paused_by = ?",
                Timestamp.from(clock.instant()),
                viewer.id().value());
        workflow.pause(id, true);
    }

    /**
     * Lets it run on; every deadline is as much later as it was paused, and on a working day. The reviews of a large campaign
     * follow within a minute or two.
     *
     * @throws Conflict if it is over, or not paused
     */
    public void resume(UUID id, Viewer viewer) {
        transaction.executeWithoutResult(status -> goOn(running(id, viewer)));
        pausedReviews.followNow(id);
    }

    private void goOn(Campaign campaign) {
        if (campaign.pausedAt() == null) {
            throw refusals.conflict("campaign-not-paused");
        }
        Duration paused = Duration.between(campaign.pausedAt(), clock.instant());
        Instant secondDue = campaign.secondDueAt();
        table.set(
                campaign.id(),
                "paused_at = null, paused_by = null, due_at = ?",
                Timestamp.from(deadlines.open(campaign.dueAt().plus(paused))));
        if (secondDue != null) {
            table.set(campaign.id(), "second_due_at = ?", Timestamp.from(deadlines.open(secondDue.plus(paused))));
        }
        workflow.pause(campaign.id(), false);
    }

    /**
     * Has everybody who has not answered written to again. Nobody gets two letters about reviews on one day: whoever had one
     * today is written to tomorrow, if they have not answered by then.
     *
     * @return how many people
     * @throws Conflict if it is over or paused
     */
    @Transactional
    public int nudge(UUID id, Viewer viewer) {
        if (running(id, viewer).pausedAt() != null) {
            throw refusals.conflict("campaign-paused");
        }
        return notices.nudge(id);
    }

    /**
     * Ends it before everybody has answered. What was decided stands; the other guests are asked about when their day comes.
     *
     * @throws Conflict if it is over
     * @throws InvalidInput if there is no reason
     */
    @Transactional
    public void stop(UUID id, @Nullable String reason, Viewer viewer) {
        Campaign campaign = running(id, viewer);
        String why = rules.reason(reason);
        if (campaign.pausedAt() != null) {
            goOn(campaign);
        }
        table.set(
                id,
                "ended_at = ?, ended_as = 'STOPPED', stopped_by = ?, stopped_because = ?",
                Timestamp.from(clock.instant()),
                viewer.id().value(),
                why);
        workflow.stop(id);
    }

    private Campaign running(UUID id, Viewer viewer) {
        Campaigns.onlyAdministrators(viewer);
        Campaign campaign = table.locked(id).orElseThrow(Campaigns::nothing);
        if (campaign.endedAt() != null || campaign.standing()) {
            throw refusals.conflict("campaign-over");
        }
        return campaign;
    }
}
