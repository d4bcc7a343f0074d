package dev.guestward.review;

import dev.guestward.guest.GuestId;
import dev.guestward.people.PersonId;
import dev.guestward.review.ReviewItem.Answer;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Reads rows of our tables. */
final class ReviewRows {
    private ReviewRows() {}

    static Review review(ResultSet rs, int row) throws SQLException {
        String closedAs = rs.getString("closed_as");
        return new Review(
                rs.getObject("id", UUID.class),
                Review.Kind.valueOf(rs.getString("kind")),
                Review.Stage.valueOf(rs.getString("stage")),
                new PersonId(rs.getString("reviewer_id")),
                new PersonId(rs.getString("sponsor_id")),
                rs.getObject("campaign_id", UUID.class),
                rs.getObject("parent_id", UUID.class),
                rs.getTimestamp("opened_at").toInstant(),
                rs.getTimestamp("due_at").toInstant(),
                rs.getBoolean("widened"),
                rs.getInt("round"),
                instant(rs.getTimestamp("closed_at")),
                closedAs == null ? null : Review.Closing.valueOf(closedAs));
    }

    static ReviewItem item(ResultSet rs, int row) throws SQLException {
        String outcome = rs.getString("outcome");
        String previous = rs.getString("previous_reviewer");
        return new ReviewItem(
                rs.getObject("id", UUID.class),
                rs.getObject("review_id", UUID.class),
                new GuestId(rs.getObject("guest_id", UUID.class)),
                rs.getObject("campaign_id", UUID.class),
                rs.getTimestamp("asked_at").toInstant(),
                instant(rs.getTimestamp("last_sign_in")),
                rs.getString("sign_in_unknown"),
                instant(rs.getTimestamp("evidence_at")),
                words(rs.getString("grants")),
                words(rs.getString("changed")),
                new Advice(
                        Advice.Kind.valueOf(rs.getString("advice")),
                        rs.getString("advice_reason"),
                        rs.getBoolean("low_risk")),
                answer(rs, "draft_decision", "draft_reason", "draft_by", "draft_at"),
                answer(rs, "decision", "decision_reason", "decided_by", "decided_at"),
                outcome == null ? null : Outcome.valueOf(outcome),
                rs.getString("outcome_because"),
                rs.getObject("removal_id", UUID.class),
                previous == null ? null : new PersonId(previous),
                words(rs.getString("asked_because")),
                rs.getObject("after_item", UUID.class),
                rs.getLong("version"));
    }

    private static @Nullable Answer answer(ResultSet rs, String decision, String reason, String by, String at)
            throws SQLException {
        String said = rs.getString(decision);
        return said == null
                ? null
                : new Answer(
                        Decision.valueOf(said),
                        rs.getString(reason),
                        new PersonId(Objects.requireNonNull(rs.getString(by))),
                        rs.getTimestamp(at).toInstant());
    }

    static List<String> words(String joined) {
        return joined.isEmpty() ? List.of() : Arrays.asList(joined.split(","));
    }

    static @Nullable Instant instant(@Nullable Timestamp time) {
        return time == null ? null : time.toInstant();
    }
}
