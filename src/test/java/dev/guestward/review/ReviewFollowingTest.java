package dev.guestward.review;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.guestward.directory.ManagedGroups;
import dev.guestward.embedded.SeedPeople;
import dev.guestward.guest.Grants;
import dev.guestward.guest.GuestId;
import dev.guestward.invitation.GuestEdit;
import dev.guestward.invitation.GuestEdits;
import dev.guestward.people.Viewer;
import dev.guestward.problem.Conflict;
import dev.guestward.problem.InvalidInput;
import dev.guestward.review.Reviews.Entry;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.security.access.AccessDeniedException;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** When a guest's clinic, purpose or access changes, whoever vouches for them is asked. */
class ReviewFollowingTest extends OnReviews {
    @Autowired
    GuestEdits edits;

    @Autowired
    ManagedGroups groups;

    @Autowired
    Grants grants;

    @Autowired
    PlatformTransactionManager transactions;

    @Test
    void whatOthersChangeIsAskedAboutInOneReviewOnceItHasGathered() {
        GuestId guest = unhurried();
        edit(guest, null, "lakeside", ADA);
        edit(guest, "Second opinions in oncology", null, ADA);

        planner.run();
        assertThat(open()).as("more may change").isEmpty();
        changesHaveGathered();
        planner.run();
        work();

        UUID review = only(SeedPeople.AMARA);
        assertThat(reviews.open(review, AMARA).review().kind()).isEqualTo(Review.Kind.EVENT);
        assertThat(tasks(review)).hasSize(1);
        assertThat(item(guest).askedBecause()).containsExactly("clinic-changed", "purpose-changed");
        assertThat(item(guest).advice().lowRisk()).isFalse();
        assertThat(item(guest).advice().kind()).isNotEqualTo(Advice.Kind.KEEP);
        decide(review, AMARA, entry(guest, Decision.KEEP));
        assertThat(nextReview(guest)).isAfter(clock.instant().plus(Duration.ofDays(80)));
        planner.run();
        assertThat(open()).as("that is dealt with").isEmpty();
    }

    @Test
    void whatTheSponsorChangedIsNotAskedAbout() {
        GuestId guest = unhurried();

        edit(guest, "Second opinions in oncology", null, AMARA);
        changesHaveGathered();
        planner.run();

        assertThat(open()).isEmpty();
    }

    @Test
    void guestsOfOneSponsorAreAskedAboutTogetherAndLaterOnesJoinThem() {
        GuestId one = unhurried();
        GuestId other = unhurried();
        GuestId later = unhurried();
        edit(one, "Second opinions in oncology", null, ADA);
        changesHaveGathered();
        edit(other, "Second opinions in oncology", null, ADA);
        planner.run();
        work();
        UUID review = only(SeedPeople.AMARA);
        assertThat(guestsIn(review, AMARA)).containsExactlyInAnyOrder(one, other);

        edit(later, null, "lakeside", ADA);
        changesHaveGathered();
        planner.run();
        work();

        assertThat(guestsIn(only(SeedPeople.AMARA), AMARA)).containsExactlyInAnyOrder(one, other, later);
        assertThat(db.sql("select count(*) from review_notice where review_id = ? and occasion = 'ADDED'")
                        .param(review)
                        .query(Long.class)
                        .single())
                .as("the sponsor is told of it")
                .isEqualTo(1);
    }

    @Test
    void whoIsBeingAskedAboutIsMarkedThereAndNobodyDecidesWithoutHavingSeenIt() {
        GuestId guest = due();
        UUID review = asked();
        Entry read = entry(guest, Decision.KEEP);

        edit(guest, null, "lakeside", ADA);

        assertThatThrownBy(() -> decide(review, AMARA, read)).isInstanceOf(Conflict.class);
        assertThat(item(guest).askedBecause()).containsExactly("clinic-changed");
        assertThat(item(guest).advice().reason()).isEqualTo("changed");
        changesHaveGathered();
        planner.run();
        assertThat(open()).containsExactly(review);
        decide(review, AMARA, entry(guest, Decision.KEEP));
        planner.run();
        assertThat(open()).isEmpty();
    }

    @Test
    void accessThatIsTakenInTheDirectoryIsAskedAbout() {
        GuestId guest = unhurried();
        new TransactionTemplate(transactions)
                .executeWithoutResult(status -> groups.seen(
                        grants.find("health-records").orElseThrow().group(),
                        Set.of(),
                        clock.instant().plus(Duration.ofMinutes(11))));
        assertThat(codes(guest)).contains("access-lost");

        changesHaveGathered();
        planner.run();

        assertThat(item(guest).askedBecause()).containsExactly("grants-changed");
    }

    @Test
    void administratorsMoveAGuestToAClinicThatIsThere() {
        GuestId guest = unhurried();

        assertThatThrownBy(() -> edit(guest, null, "lakeside", AMARA)).isInstanceOf(AccessDeniedException.class);
        assertThatThrownBy(() -> edit(guest, null, "nowhere", ADA)).isInstanceOf(InvalidInput.class);
        edit(guest, null, "lakeside", ADA);

        assertThat(db.sql("select c.key from clinic c join guest g on g.clinic_id = c.id where g.id = ?")
                        .param(guest.value())
                        .query(String.class)
                        .single())
                .isEqualTo("lakeside");
    }

    /** Nobody has to be asked about them for a while. */
    private GuestId unhurried() {
        GuestId guest = activeUntil(Duration.ofDays(300));
        signedIn(guest, Duration.ofDays(1));
        planner.run();
        return guest;
    }

    private void edit(GuestId guest, @Nullable String purpose, @Nullable String clinic, Viewer by) {
        edits.edit(guest, new GuestEdit(null, purpose, null, current(guest).version(), clinic), by);
    }

    private void changesHaveGathered() {
        db.sql("update guest set review_forced_at = review_forced_at - interval '61 minutes'")
                .update();
    }

    private List<UUID> open() {
        return db.sql("select id from review where closed_at is null")
                .query(UUID.class)
                .list();
    }

    private Instant nextReview(GuestId guest) {
        return db.sql("select review_due_at from guest where id = ?")
                .param(guest.value())
                .query(Timestamp.class)
                .single()
                .toInstant();
    }
}
