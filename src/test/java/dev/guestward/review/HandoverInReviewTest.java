package dev.guestward.review;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.guestward.directory.ObjectId;
import dev.guestward.directory.Sponsor;
import dev.guestward.embedded.SeedPeople;
import dev.guestward.expiry.ExpiryPlanner;
import dev.guestward.guest.GuestId;
import dev.guestward.people.Person;
import dev.guestward.people.Viewer;
import dev.guestward.problem.InvalidInput;
import dev.guestward.sponsorship.CoSponsors;
import dev.guestward.sponsorship.LeavingPeople;
import dev.guestward.sponsorship.Sponsorships;
import java.time.Duration;
import java.util.Objects;
import java.util.UUID;
import org.camunda.bpm.engine.task.Task;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/** Whoever hands a guest over from inside a review gets what a change of sponsor is elsewhere. */
class HandoverInReviewTest extends OnReviews {
    private static final Viewer CHLOE = Viewer.of(SeedPeople.CHLOE);

    @Autowired
    SponsorChanges changes;

    @Autowired
    Sponsorships sponsorships;

    @Autowired
    CoSponsors coSponsors;

    @Autowired
    LeavingPeople leaving;

    @Autowired
    ExpiryPlanner ends;

    @AfterEach
    void nobodyLeaves() {
        db.sql("delete from person_leaving").update();
    }

    @Test
    void everythingThatIsTheSponsorsGoesAlong() {
        GuestId guest = activeUntil(Duration.ofDays(10));
        signedIn(guest, Duration.ofDays(1));
        dueNow(guest);
        ends.run();
        UUID review = asked();
        coSponsors.add(guest, "ben.ortiz", AMARA);
        Task end = tasks(guest).get(0);
        long before = item(guest).version();
        long letters = handedOverTo(SeedPeople.BEN);

        handOver(review, guest, "ben.ortiz", AMARA);

        assertThat(current(guest).sponsor()).isEqualTo(BEN.id());
        assertThat(tasks(guest)).singleElement().satisfies(task -> {
            assertThat(task.getId()).isEqualTo(end.getId());
            assertThat(task.getAssignee()).isEqualTo(BEN.id().value());
        });
        assertThat(coSponsors.of(guest)).isEmpty();
        assertThat(directory.accepted()).contains("sponsor " + account(guest), "unsponsor " + account(guest));
        assertThat(directory.sponsors(account(guest)))
                .extracting(Sponsor::id)
                .doesNotContain(new ObjectId(AMARA.id().value()));
        assertThat(handedOverTo(SeedPeople.BEN)).isEqualTo(letters + 1);
        assertThat(codes(guest)).containsOnlyOnce("review-handed-over").doesNotContain("sponsor-changed");
        assertThat(guestsIn(only(SeedPeople.BEN), BEN)).containsExactly(guest);
        assertThat(tasks(only(SeedPeople.BEN))).hasSize(1);
        assertThat(item(guest).version()).as("the question has moved once").isEqualTo(before + 1);
        assertThat(item(guest).previousReviewer()).isEqualTo(AMARA.id());
        assertThat(closedAs(review)).isEqualTo("OVER");
        assertThat(tasks(review)).isEmpty();
    }

    @Test
    void nobodyGetsAGuestWhoIsLeavingOrHasThemAlready() {
        GuestId guest = due();
        UUID review = asked();
        leaving.mark("ben.ortiz", BEN);

        assertThatThrownBy(() -> handOver(review, guest, "ben.ortiz", AMARA))
                .as("about to leave")
                .isInstanceOf(InvalidInput.class);
        assertThatThrownBy(() -> handOver(review, guest, "amara.singh", AMARA)).isInstanceOf(InvalidInput.class);
        assertThatThrownBy(() -> handOver(review, guest, "admin", ADA)).isInstanceOf(InvalidInput.class);

        assertThat(current(guest).sponsor()).isEqualTo(AMARA.id());
        assertThat(item(guest).review()).isEqualTo(review);
    }

    @Test
    void anAdministratorMayDoItAndWritesToTheNewSponsor() {
        GuestId guest = due();
        UUID review = asked();
        long letters = handedOverTo(SeedPeople.CHLOE);

        handOver(review, guest, "chloe.martin", ADA);

        assertThat(handedOverTo(SeedPeople.CHLOE)).isEqualTo(letters + 1);
        assertThat(guestsIn(only(SeedPeople.CHLOE), CHLOE)).containsExactly(guest);
    }

    @Test
    void whoIsBeingAskedAlreadyIsToldOfEachGuestThatComes() {
        GuestId first = due();
        GuestId second = due();
        GuestId third = due();
        UUID review = asked();
        handOver(review, first, "ben.ortiz", AMARA);
        UUID bens = only(SeedPeople.BEN);
        assertThat(told(bens)).as("of a review of its own the opening tells").isZero();

        handOver(review, second, "ben.ortiz", AMARA);
        assertThat(told(bens)).isEqualTo(1);

        db.sql("update review_notice set letter = 'yesterday' where review_id = ?")
                .param(bens)
                .update();
        sponsorships.handOver(third, "ben.ortiz", AMARA);
        work();

        assertThat(guestsIn(bens, BEN)).containsExactlyInAnyOrder(first, second, third);
        assertThat(told(bens)).isEqualTo(2);
    }

    private void handOver(UUID review, GuestId guest, String to, Viewer by) {
        changes.handOver(review, item(guest).id(), to, by);
        work();
    }

    private long told(UUID review) {
        return db.sql("select count(*) from review_notice where review_id = ? and occasion = 'ADDED'")
                .param(review)
                .query(Long.class)
                .single();
    }

    private long handedOverTo(Person person) {
        return db.sql("select count(*) from mail_message where kind = 'SPONSORSHIP_HANDED_OVER' and to_address = ?")
                .param(Objects.requireNonNull(person.mail()))
                .query(Long.class)
                .single();
    }
}
