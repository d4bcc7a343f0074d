package dev.guestward.review;

import static org.assertj.core.api.Assertions.assertThat;

import dev.guestward.guest.GuestId;
import dev.guestward.review.Reassignments.Wish;
import java.sql.Timestamp;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** Letters to reviewers that wait for a mail server. */
class ReviewLettersTest extends OnReviews {
    @Autowired
    ReviewNotices notices;

    @Autowired
    Reassignments reassignments;

    @Autowired
    ReviewTable table;

    @Autowired
    PlatformTransactionManager transactions;

    @Test
    void aLetterThatWaitsIsWithdrawnOnceEverythingIsDecidedAndIsNoProof() {
        GuestId first = due();
        GuestId second = due();
        UUID review = asked();

        decide(review, AMARA, entry(first, Decision.KEEP));
        assertThat(states()).as("somebody is still to be decided on").containsExactly("QUEUED");
        decide(review, AMARA, entry(second, Decision.KEEP));

        assertThat(states()).containsExactly("WITHDRAWN");
        assertThat(db.sql("select count(*) from mail_message where kind = 'REVIEW_DIGEST' and text_body is not null")
                        .query(Long.class)
                        .single())
                .isZero();
        assertThat(notices.reached(review)).isEmpty();
    }

    @Test
    void whoIsNotAskedAnyMoreGetsNoLetter() {
        due();
        UUID review = asked();

        reassignments.give(
                Optional.ofNullable(table.get(review).campaign()).orElseThrow(),
                new Wish(review, null, "ben.ortiz"),
                ADA);
        work();

        assertThat(states()).containsExactlyInAnyOrder("WITHDRAWN", "QUEUED");
        assertThat(db.sql("select to_address from mail_message where kind = 'REVIEW_DIGEST' and state = 'QUEUED'")
                        .query(String.class)
                        .single())
                .startsWith("ben.ortiz@");
    }

    @Test
    void theLetterOfAnotherDayStandsForOneThatHasNotLeft() {
        due();
        UUID review = asked();

        pass(review, Duration.ofDays(8));

        assertThat(states()).containsExactlyInAnyOrder("WITHDRAWN", "QUEUED");
        mailsLeave();
        assertThat(notices.reached(review)).containsOnlyKeys(AMARA.id());
        assertThat(db.sql("select count(distinct letter) from review_notice where review_id = ?")
                        .param(review)
                        .query(Long.class)
                        .single())
                .as("one letter told of both occasions")
                .isEqualTo(1);
    }

    @Test
    void aLetterThatLeftLateIsTheOneOfThatDay() {
        due();
        UUID review = asked();
        later(Duration.ofDays(8));
        mailsLeave();

        fire(review);
        assertThat(letters()).isEqualTo(1);

        db.sql("update mail_message set sent_at = sent_at - interval '1 day' where kind = 'REVIEW_DIGEST'")
                .update();
        planner.run();
        assertThat(states()).containsExactlyInAnyOrder("SENT", "QUEUED");
    }

    @Test
    void whatStandsStillIsToldWhenItGoesOn() {
        due();
        UUID review = asked();

        db.sql("update review set paused_at = ? where id = ?")
                .params(Timestamp.from(clock.instant()), review)
                .update();
        inTransaction(() -> notices.toBeSent().forEach(notices::withdrawIfDone));
        assertThat(states()).containsExactly("WITHDRAWN");
        assertThat(notices.waiting()).isEmpty();

        db.sql("update review set paused_at = null where id = ?").param(review).update();
        assertThat(notices.waiting()).containsExactly(AMARA.id());
        inTransaction(() -> notices.write(AMARA.id()));
        assertThat(states()).containsExactly("QUEUED");
    }

    private void mailsLeave() {
        db.sql("update mail_message set state = 'SENT', sent_at = :now, ended_at = :now"
                        + " where kind = 'REVIEW_DIGEST' and state = 'QUEUED'")
                .param("now", Timestamp.from(clock.instant()))
                .update();
    }

    private List<String> states() {
        return db.sql("select state from mail_message where kind = 'REVIEW_DIGEST'")
                .query(String.class)
                .list();
    }

    private void inTransaction(Runnable act) {
        new TransactionTemplate(transactions).executeWithoutResult(status -> act.run());
    }
}
