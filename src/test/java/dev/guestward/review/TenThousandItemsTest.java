package dev.guestward.review;

import static org.assertj.core.api.Assertions.assertThat;

import dev.guestward.people.Viewer;
import dev.guestward.review.Reviews.Entry;
import dev.guestward.review.Reviews.Row;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Date;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.RowCallbackHandler;

/** As many as go in are asked about in tasks, and as many come out, each once. */
class TenThousandItemsTest extends OnReviews {
    private static final int SPONSORS = 77;
    private static final int EACH = 130;
    private static final int FIRST = 900_001;

    /** The caps of the brake go by how many there are. */
    @AfterEach
    void nobodyIsLeft() {
        db.sql("update guest set state = 'DECLINED' where email_key like '%@many.example'")
                .update();
    }

    @Test
    void everyGuestWhoGoesInComesOutOnceAndNobodyIsForgotten() {
        ManyGuests.insert(db, FIRST, SPONSORS, EACH, clock.instant(), clock.instant());

        planner.run();
        work();

        List<UUID> opened = db.sql("select id from review where closed_at is null order by sponsor_id")
                .query(UUID.class)
                .list();
        assertThat(count("select count(*) from review_item where outcome is null"))
                .isEqualTo(10_010);
        assertThat(engine.getTaskService()
                        .createTaskQuery()
                        .processDefinitionKey("sponsor-review")
                        .count())
                .isEqualTo(opened.size());
        assertThat(count("select count(distinct guest_id) from review_item where outcome is null"))
                .isEqualTo(10_010);

        Map<String, Integer> said = new HashMap<>();
        for (int i = 0; i < opened.size(); i++) {
            if (i % 4 == 0) {
                answer(opened.get(i), FIRST + i, said);
            }
        }
        int gone = 0;
        for (int i = 0; i < opened.size(); i++) {
            if (i % 4 == 1 || i % 4 == 2) {
                gone += loseAccess(FIRST + i);
            }
        }
        planner.run();
        work();
        later(Duration.ofDays(14).plusMinutes(1));
        fireDeadlines();
        later(Duration.ofDays(3).plusMinutes(1));
        fireDeadlines();

        Map<String, Integer> out = new HashMap<>();
        db.sql("select coalesce(decision, outcome), count(*) from review_item i join guest g on g.id = i.guest_id"
                        + " where g.sponsor_id between ? and ? group by 1")
                .params(
                        ManyGuests.sponsor(FIRST).value(),
                        ManyGuests.sponsor(FIRST + SPONSORS - 1).value())
                .query((RowCallbackHandler) row -> out.put(row.getString(1), row.getInt(2)));
        assertThat(out.values().stream().mapToInt(Integer::intValue).sum()).isEqualTo(10_010);
        int kept = said.getOrDefault("KEEP", 0);
        int removed = said.getOrDefault("REMOVE", 0);
        assertThat(out)
                .containsOnly(
                        Map.entry("KEEP", kept),
                        Map.entry("REMOVE", removed),
                        Map.entry("NO_LONGER", gone),
                        Map.entry("HELD", 10_010 - kept - removed - gone));
        assertThat(kept).isGreaterThan(2000);
        assertThat(removed).isEqualTo(20);
        assertThat(gone).isEqualTo(4940);
        assertThat(count("select count(*) from review_item where outcome is null"))
                .isZero();
        assertThat(count("select count(*) from review where closed_at is null")).isZero();
        assertThat(engine.getTaskService()
                        .createTaskQuery()
                        .processDefinitionKey("sponsor-review")
                        .count())
                .isZero();
    }

    /** All kept but one, who is removed, and one about whom nothing is known. */
    private void answer(UUID review, int sponsor, Map<String, Integer> said) {
        Viewer viewer = new Viewer(ManyGuests.sponsor(sponsor), "Sponsor", Set.of());
        List<Entry> entries = new ArrayList<>();
        for (Row row : reviews.open(review, viewer).rows()) {
            Decision decision =
                    entries.isEmpty() ? Decision.REMOVE : entries.size() == 1 ? Decision.DONT_KNOW : Decision.KEEP;
            said.merge(decision.name(), 1, Integer::sum);
            entries.add(new Entry(row.item().id(), row.item().version(), decision, null, false));
        }
        reviews.decide(review, entries, viewer);
    }

    private int loseAccess(int sponsor) {
        return db.sql("update guest set state = 'DECLINED' where sponsor_id = ?")
                .param(ManyGuests.sponsor(sponsor).value())
                .update();
    }

    private void fireDeadlines() {
        engine.getManagementService()
                .createJobQuery()
                .timers()
                .active()
                .duedateLowerThan(Date.from(clock.instant()))
                .activityId("BoundaryEvent_DeadlinePassed")
                .list()
                .forEach(job -> engine.getManagementService().executeJob(job.getId()));
        work();
    }

    private int count(String sql) {
        return db.sql(sql).query(Integer.class).single();
    }
}
