package dev.guestward.review;

import dev.guestward.people.Viewer;
import dev.guestward.problem.NotFound;
import java.sql.Timestamp;
import java.time.Clock;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * Who may see and decide what: the reviewer, whoever they have delegated to for as long as that lasts, and administrators, who
 * see everything and decide nothing.
 */
@Component
class ReviewRights {
    private static final String NOTHING = "There is no such review, or it is not one of yours.";

    private final ReviewTable reviews;
    private final JdbcClient db;
    private final Clock clock;

    ReviewRights(ReviewTable reviews, JdbcClient db, Clock clock) {
        this.reviews = reviews;
        this.db = db;
        this.clock = clock;
    }

    /**
     * What somebody may do with a review.
     *
     * @param only the items they may see; null for all of them
     */
    record Scope(Review review, @Nullable Set<UUID> only, boolean decides) {
        boolean includes(UUID item) {
            return only == null || only.contains(item);
        }
    }

    /**
     * @throws NotFound both for a review that is not there and for one of somebody else
     */
    Scope of(UUID id, Viewer viewer) {
        Review review = reviews.find(id).orElseThrow(ReviewRights::nothing);
        if (viewer.is(review.reviewer())) {
            return new Scope(review, null, true);
        }
        Set<UUID> items = new HashSet<>();
        for (Delegated one : delegated(id, viewer)) {
            if (one.item() == null) {
                return new Scope(review, null, true);
            }
            items.add(one.item());
        }
        if (!items.isEmpty()) {
            return new Scope(review, items, true);
        }
        if (viewer.isAdministrator()) {
            return new Scope(review, null, false);
        }
        throw nothing();
    }

    static NotFound nothing() {
        return new NotFound(NOTHING);
    }

    private record Delegated(@Nullable UUID item) {}

    private List<Delegated> delegated(UUID review, Viewer viewer) {
        return db.sql("select item_id from review_delegation where review_id = ? and given_to = ? and ended_at is null"
                        + " and until > ?")
                .params(review, viewer.id().value(), Timestamp.from(clock.instant()))
                .query((rs, n) -> new Delegated(rs.getObject(1, UUID.class)))
                .list();
    }
}
