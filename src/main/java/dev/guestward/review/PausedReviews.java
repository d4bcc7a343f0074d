package dev.guestward.review;

import dev.guestward.schedule.FleetTrigger;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Stops the clocks of a campaign's open reviews while it is paused, and lets them run on after it. A campaign can have thousands
 * of reviews, so they follow it in steps: the first at once, the others with the planner, who also finishes what was cut off.
 */
@Component
class PausedReviews {
    private static final int REVIEWS_A_STEP = 50;
    private static final int STEPS_AT_ONCE = 4;

    /** Open reviews that do not stand as their campaign does. */
    private static final String BEHIND = " from review r join review_campaign c on c.id = r.campaign_id"
            + " where r.closed_at is null and c.ended_at is null and (r.paused_at is null) = (c.paused_at is not null)";

    private final ReviewTable reviews;
    private final ReviewEnds ends;
    private final ReviewWorkflow workflow;
    private final FleetTrigger trigger;
    private final JdbcClient db;
    private final Deadlines deadlines;
    private final TransactionTemplate transaction;
    private final Clock clock;

    PausedReviews(
            ReviewTable reviews,
            ReviewEnds ends,
            ReviewWorkflow workflow,
            FleetTrigger trigger,
            Deadlines deadlines,
            JdbcClient db,
            PlatformTransactionManager transactions,
            Clock clock) {
        this.reviews = reviews;
        this.ends = ends;
        this.workflow = workflow;
        this.trigger = trigger;
        this.deadlines = deadlines;
        this.db = db;
        this.transaction = new TransactionTemplate(transactions);
        this.clock = clock;
    }

    private record Behind(
            UUID review, Instant dueAt, @Nullable Instant pausedAt) {}

    /** Has the first few reviews follow; the planner is woken for the rest. */
    void followNow(UUID campaign) {
        for (int step = 0; step < STEPS_AT_ONCE; step++) {
            if (followSome(campaign) < REVIEWS_A_STEP) {
                return;
            }
        }
        trigger.soon(ReviewPlanner.NAME);
    }

    /** Has every review follow that is behind its campaign. */
    void followAll() {
        List<UUID> campaigns = db.sql("select distinct c.id" + BEHIND)
                .query((rs, n) -> rs.getObject(1, UUID.class))
                .list();
        for (UUID campaign : campaigns) {
            while (followSome(campaign) == REVIEWS_A_STEP) {
                // each step is a transaction of its own
            }
        }
    }

    private int followSome(UUID campaign) {
        Integer done = transaction.execute(status -> {
            // it can neither be paused nor go on while its reviews follow
            @Nullable
            Timestamp paused = db.sql("select paused_at from review_campaign where id = ? for share")
                    .param(campaign)
                    .query(Timestamp.class)
                    .optional()
                    .orElse(null);
            List<Behind> behind = db.sql("select r.id, r.due_at, r.paused_at" + BEHIND
                            + " and c.id = ? order by r.id limit " + REVIEWS_A_STEP + " for update of r")
                    .param(campaign)
                    .query((rs, n) -> new Behind(
                            rs.getObject(1, UUID.class),
                            rs.getTimestamp(2).toInstant(),
                            ReviewRows.instant(rs.getTimestamp(3))))
                    .list();
            behind.forEach(one -> follow(one, paused));
            return behind.size();
        });
        return done == null ? 0 : done;
    }

    private void follow(Behind review, @Nullable Timestamp paused) {
        if (review.pausedAt() == null) {
            set(review.review(), review.dueAt(), paused);
            workflow.pause(review.review());
        } else {
            Instant due = review.dueAt();
            Instant dueNow = deadlines.open(due.plus(Duration.between(review.pausedAt(), clock.instant())));
            set(review.review(), dueNow, null);
            workflow.resume(review.review(), Duration.between(due, dueNow));
            // meanwhile its last guest may have left it
            ends.closeIfDecided(reviews.get(review.review()), Review.Closing.DECIDED);
        }
    }

    private void set(UUID review, Instant dueAt, @Nullable Timestamp paused) {
        db.sql("update review set paused_at = ?, due_at = ?, version = version + 1 where id = ?")
                .params(paused, Timestamp.from(dueAt), review)
                .update();
    }

    /**
     * Lets the next few of a campaign's reviews run on as if they had never stood still: they are about to be ended. That cannot
     * be done in the same step, because the engine sees within one that they stand still.
     *
     * @return whether there were any
     */
    @Transactional(propagation = Propagation.MANDATORY)
    public boolean wakeSome(UUID campaign) {
        List<UUID> still = db.sql(
                        "update review set paused_at = null, version = version + 1 where id in (select id from review"
                                + " where campaign_id = ? and closed_at is null and paused_at is not null order by id limit "
                                + REVIEWS_A_STEP + " for update) returning id")
                .param(campaign)
                .query((rs, n) -> rs.getObject(1, UUID.class))
                .list();
        still.forEach(workflow::wake);
        return !still.isEmpty();
    }
}
