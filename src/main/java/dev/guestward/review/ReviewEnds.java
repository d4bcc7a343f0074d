package dev.guestward.review;

import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/** Closes reviews in which nothing is left to decide. */
@Component
class ReviewEnds {
    private final ReviewTable reviews;
    private final ItemTable items;
    private final ReviewWorkflow workflow;
    private final SecondLooks secondLooks;
    private final ReviewNotices notices;
    private final JdbcClient db;

    ReviewEnds(
            ReviewTable reviews,
            ItemTable items,
            ReviewWorkflow workflow,
            SecondLooks secondLooks,
            ReviewNotices notices,
            JdbcClient db) {
        this.reviews = reviews;
        this.items = items;
        this.workflow = workflow;
        this.secondLooks = secondLooks;
        this.notices = notices;
        this.db = db;
    }

    /**
     * Closes the review if it is open and nobody in it waits for a decision. The caller has taken its row. One that stands still
     * with its campaign is closed as it goes on.
     *
     * @param as how it ended; without a single decision it is over
     */
    @Transactional(propagation = Propagation.MANDATORY)
    public void closeIfDecided(Review review, Review.Closing as) {
        if (items.hasUndecided(review.id()) || reviews.standsStill(review.id())) {
            return;
        }
        Review.Closing closing = as == Review.Closing.DECIDED && !hasAnswers(review.id()) ? Review.Closing.OVER : as;
        if (reviews.close(review.id(), closing)) {
            if (closing == Review.Closing.DECIDED) {
                workflow.decided(review.id());
            } else {
                workflow.over(review.id());
            }
            notices.withdrawIfDone(review.reviewer());
        }
        // also of a review that is closed already: somebody may have changed their mind to "keep"
        secondLooks.begin(review);
    }

    private boolean hasAnswers(UUID review) {
        return db.sql("select exists (select 1 from review_answer where review_id = ?)")
                .param(review)
                .query(Boolean.class)
                .single();
    }
}
