package dev.guestward.review;

import static org.assertj.core.api.Assertions.assertThat;

import dev.guestward.guest.GuestFacts;
import dev.guestward.guest.GuestId;
import dev.guestward.people.Viewer;
import dev.guestward.review.Reviews.Entry;
import java.sql.Timestamp;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

class ReviewPlannerTest extends OnReviews {
    private static final int SPONSOR = 700_001;

    @Autowired
    GuestFacts facts;

    @Autowired
    PlatformTransactionManager transactions;

    @Test
    void threeHundredGuestsOfOneDayAreAskedAboutTwentyFiveAWeekAndNobodyLate() {
        ManyGuests.insert(db, SPONSOR, 1, 300, clock.instant(), null);
        Viewer sponsor = new Viewer(ManyGuests.sponsor(SPONSOR), "Many", Set.of());

        for (int week = 0; week < 26; week++) {
            planner.run();
            List<UUID> opened = open();
            assertThat(opened).hasSizeLessThanOrEqualTo(1);
            for (UUID review : opened) {
                List<Entry> keeps = reviews.open(review, sponsor).rows().stream()
                        .map(row ->
                                new Entry(row.item().id(), row.item().version(), Decision.KEEP, "Still needed", false))
                        .toList();
                assertThat(keeps).hasSizeLessThanOrEqualTo(25);
                reviews.decide(review, keeps, sponsor);
            }
            assertThat(longestUnasked()).isLessThanOrEqualTo(Duration.ofDays(90));
            aWeekPasses();
        }
        assertThat(db.sql("select count(*) from guest where sponsor_id = ? and attested_at is null")
                        .param(ManyGuests.sponsor(SPONSOR).value())
                        .query(Integer.class)
                        .single())
                .isZero();
    }

    @Test
    void whereMoreAreDueThanUsualTheReviewIsWidenedAndSaysSo() {
        ManyGuests.insert(db, SPONSOR + 1, 1, 40, clock.instant(), clock.instant());

        planner.run();

        assertThat(db.sql("select widened from review where sponsor_id = ?")
                        .param(ManyGuests.sponsor(SPONSOR + 1).value())
                        .query(Boolean.class)
                        .single())
                .isTrue();
        assertThat(db.sql(
                                "select count(*) from review_item i join review r on r.id = i.review_id where r.sponsor_id = ?")
                        .param(ManyGuests.sponsor(SPONSOR + 1).value())
                        .query(Integer.class)
                        .single())
                .isEqualTo(40);
    }

    @Test
    void aSponsorGetsOneNewReviewAWeekAndNoGuestIsAskedAboutTwice() {
        ManyGuests.insert(db, SPONSOR + 2, 1, 5, clock.instant(), clock.instant());
        planner.run();
        ManyGuests.insert(db, SPONSOR + 3, 1, 1, clock.instant(), clock.instant());
        db.sql("update guest set sponsor_id = ? where sponsor_id = ?")
                .params(
                        ManyGuests.sponsor(SPONSOR + 2).value(),
                        ManyGuests.sponsor(SPONSOR + 3).value())
                .update();

        planner.run();
        planner.run();
        assertThat(open()).hasSize(1);
        later(Duration.ofDays(7).plusMinutes(1));
        planner.run();

        assertThat(open()).hasSize(2);
        assertThat(db.sql("select count(*) from review_item where outcome is null")
                        .query(Integer.class)
                        .single())
                .isEqualTo(6);
    }

    @Test
    void whatForcesAReviewDoesNotWaitForTheUsualDay() {
        GuestId guest = activeUntil(Duration.ofDays(300));
        planner.run();
        assertThat(open()).isEmpty();

        new TransactionTemplate(transactions)
                .executeWithoutResult(status -> facts.forceReview(guest, clock.instant(), "extended-emergency"));
        planner.run();
        planner.run();

        assertThat(db.sql("select kind from review where closed_at is null")
                        .query(String.class)
                        .list())
                .containsExactly("EVENT");
        assertThat(facts.reviewForcedAt(guest)).isEmpty();
    }

    @Test
    void theUsualReviewsOfAQuarterAreCollected() {
        due();
        asked();

        assertThat(db.sql("select c.standing from review_item i join review_campaign c on c.id = i.campaign_id"
                                + " where i.outcome is null and c.ended_at is null")
                        .query(Boolean.class)
                        .single())
                .isTrue();
    }

    private void aWeekPasses() {
        later(Duration.ofDays(7));
        db.sql(
                        "update guest set review_due_at = review_due_at - interval '7 days', requested_at = requested_at - interval '7 days',"
                                + " attested_at = attested_at - interval '7 days' where sponsor_id = ?")
                .param(ManyGuests.sponsor(SPONSOR).value())
                .update();
    }

    private List<UUID> open() {
        return db.sql("select id from review where closed_at is null")
                .query(UUID.class)
                .list();
    }

    /** Of all guests nobody is being asked about: how long ago the last answer, or the beginning, is. */
    private Duration longestUnasked() {
        long seconds = db.sql(
                        "select coalesce(max(extract(epoch from (:now - coalesce(attested_at, requested_at)))), 0)::bigint"
                                + " from guest g where state = 'ACTIVE' and not exists (select 1 from review_item i"
                                + " where i.guest_id = g.id and i.outcome is null)")
                .param("now", Timestamp.from(clock.instant()))
                .query(Long.class)
                .single();
        return Duration.ofSeconds(seconds);
    }
}
