package dev.guestward.review;

import dev.guestward.people.PersonId;
import dev.guestward.people.Viewer;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.security.access.AccessDeniedException;
import org.springframework.stereotype.Component;

/** What became of second looks, for administrators. */
@Component
public class SecondLookRecords {
    private final JdbcClient db;

    SecondLookRecords(JdbcClient db) {
        this.db = db;
    }

    /**
     * A second look at guests whom one person has kept.
     *
     * @param of the review in which they were kept
     * @param unconfirmed guests whom nobody looked at again in the end
     * @param dueAt null once nobody waits
     */
    public record SecondLook(
            UUID review,
            UUID of,
            PersonId keptBy,
            PersonId reviewer,
            int guests,
            int open,
            int confirmed,
            int removed,
            int unconfirmed,
            @Nullable Instant dueAt) {}

    /** Those of a campaign, the newest first. */
    public List<SecondLook> of(UUID campaign, Viewer viewer) {
        if (!viewer.isAdministrator()) {
            throw new AccessDeniedException("for administrators");
        }
        return db.sql("""
                        select r.id, f.review_id, f.decided_by, r.reviewer_id, count(*) as guests,
                               count(*) filter (where i.outcome is null) as open,
                               count(*) filter (where i.outcome = 'APPLIED' and i.decision = 'KEEP') as confirmed,
                               count(*) filter (where i.outcome = 'APPLIED' and i.decision <> 'KEEP') as removed,
                               min(r.due_at) filter (where i.outcome is null) as due_at
                        from review_item i join review r on r.id = i.review_id join review_item f on f.id = i.second_look_of
                        where r.campaign_id = ? group by r.id, f.review_id, f.decided_by, r.reviewer_id
                        order by r.opened_at desc, r.id, f.decided_by limit 500""")
                .param(campaign)
                .query((rs, n) -> {
                    int guests = rs.getInt("guests");
                    int open = rs.getInt("open");
                    int confirmed = rs.getInt("confirmed");
                    int removed = rs.getInt("removed");
                    return new SecondLook(
                            rs.getObject("id", UUID.class),
                            rs.getObject("review_id", UUID.class),
                            new PersonId(rs.getString("decided_by")),
                            new PersonId(rs.getString("reviewer_id")),
                            guests,
                            open,
                            confirmed,
                            removed,
                            guests - open - confirmed - removed,
                            ReviewRows.instant(rs.getTimestamp("due_at")));
                })
                .list();
    }
}
