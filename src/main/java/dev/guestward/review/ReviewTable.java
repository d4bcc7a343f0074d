package dev.guestward.review;

import dev.guestward.people.PersonId;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/** The rows of reviews. */
@Component
class ReviewTable {
    private final JdbcClient db;
    private final Clock clock;

    ReviewTable(JdbcClient db, Clock clock) {
        this.db = db;
        this.clock = clock;
    }

    void insert(Review review) {
        db.sql("""
                        insert into review (id, kind, stage, reviewer_id, sponsor_id, campaign_id, parent_id, opened_at, due_at,
                                            widened, round)
                        values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)""")
                .params(
                        review.id(),
                        review.kind().name(),
                        review.stage().name(),
                        review.reviewer().value(),
                        review.sponsor().value(),
                        review.campaign(),
                        review.parent(),
                        Timestamp.from(review.openedAt()),
                        Timestamp.from(review.dueAt()),
                        review.widened(),
                        review.round())
                .update();
    }

    Optional<Review> find(UUID id) {
        return db.sql("select * from review where id = ?")
                .param(id)
                .query(ReviewRows::review)
                .optional();
    }

    /** Taken for this transaction: decisions, the deadline and passing on come one after the other. */
    @Transactional(propagation = Propagation.MANDATORY)
    public Optional<Review> locked(UUID id) {
        return db.sql("select * from review where id = ? for update")
                .param(id)
                .query(ReviewRows::review)
                .optional();
    }

    Review get(UUID id) {
        return find(id).orElseThrow(() -> new IllegalStateException("No review " + id));
    }

    /** @return false if it was closed already */
    @Transactional(propagation = Propagation.MANDATORY)
    public boolean close(UUID id, Review.Closing as) {
        return db.sql("update review set closed_at = ?, closed_as = ?, version = version + 1 where id = ?"
                                + " and closed_at is null")
                        .params(Timestamp.from(clock.instant()), as.name(), id)
                        .update()
                == 1;
    }

    /** An administrator has had this reviewer answer. */
    @Transactional(propagation = Propagation.MANDATORY)
    public void assigned(UUID id, PersonId by) {
        db.sql("update review set assigned_by = ? where id = ?")
                .params(by.value(), id)
                .update();
    }

    /** Open reviews of a campaign. */
    List<UUID> openOf(UUID campaign) {
        return db.sql("select id from review where campaign_id = ? and closed_at is null order by id")
                .param(campaign)
                .query((rs, n) -> rs.getObject(1, UUID.class))
                .list();
    }

    /** Takes back a review that was never about anybody. */
    void discard(UUID empty) {
        db.sql("delete from review where id = ?").param(empty).update();
    }

    /** Whether its clocks stand still, because its campaign is paused: the engine takes nothing for it. */
    boolean standsStill(UUID id) {
        return db.sql("select paused_at is not null from review where id = ?")
                .param(id)
                .query(Boolean.class)
                .single();
    }

    /** An open review of this person to which more guests can be added, due after this moment. */
    Optional<Review> joinable(Asking like, Instant dueAfter) {
        return db.sql(
                        "select r.* from review r where r.reviewer_id = :reviewer and r.stage = :stage and r.closed_at is null"
                                + " and r.kind = :kind and r.campaign_id is not distinct from :campaign"
                                + " and r.parent_id is not distinct from :parent and r.sponsor_id = :sponsor"
                                + " and r.round = :round and r.due_at > :after"
                                + " and (select count(*) from review_item i where i.review_id = r.id) < "
                                + ReviewSettings.MOST
                                + " order by r.due_at desc limit 1 for update of r")
                .param("reviewer", like.reviewer().value())
                .param("stage", like.stage().name())
                .param("kind", like.kind().name())
                .param("campaign", like.campaign())
                .param("parent", like.parent())
                .param("sponsor", like.sponsor().value())
                .param("round", like.round())
                .param("after", Timestamp.from(dueAfter))
                .query(ReviewRows::review)
                .optional();
    }
}
