package dev.guestward.review;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.guestward.embedded.SeedPeople;
import dev.guestward.guest.GuestId;
import dev.guestward.problem.Conflict;
import dev.guestward.problem.InvalidInput;
import dev.guestward.problem.NotFound;
import dev.guestward.review.Reassignments.Given;
import dev.guestward.review.Reassignments.Wish;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.security.access.AccessDeniedException;

/** An administrator has somebody else answer. */
class ReassignmentsTest extends OnReviews {
    @Autowired
    Reassignments reassignments;

    @Autowired
    ReviewTable table;

    @Test
    void whoeverIsAskedInsteadHasTheTaskAndTheRightsAndNobodyElse() {
        GuestId guest = due();
        UUID review = asked();
        UUID campaign = campaign(review);
        assertThat(reassignments.waiting(campaign, AMARA.id(), ADA))
                .singleElement()
                .satisfies(one -> assertThat(one.open()).isEqualTo(1));

        Given given = reassignments.give(campaign, new Wish(review, null, "ben.ortiz"), ADA);
        work();

        assertThat(closedAs(review)).isEqualTo("PASSED_ON");
        assertThat(tasks(review)).isEmpty();
        assertThat(tasks(given.review()))
                .singleElement()
                .satisfies(task ->
                        assertThat(task.getAssignee()).isEqualTo(BEN.id().value()));
        assertThat(given.dueAt()).isEqualTo(table.get(review).dueAt());
        assertThat(guestsIn(given.review(), BEN)).containsExactly(guest);
        assertThatThrownBy(() -> reviews.open(given.review(), AMARA)).isInstanceOf(NotFound.class);
        assertThat(guestsIn(review, AMARA)).isEmpty();
        assertThatThrownBy(() -> decide(given.review(), AMARA, entry(guest, Decision.KEEP)))
                .isInstanceOf(NotFound.class);
        assertThat(codes(guest)).containsOnlyOnce("review-reassigned");
        assertThat(db.sql("select assigned_by from review where id = ?")
                        .param(given.review())
                        .query(String.class)
                        .single())
                .isEqualTo(ADA.id().value());
        assertThat(letters()).as("Amara's and Ben's").isEqualTo(2);

        decide(given.review(), BEN, entry(guest, Decision.KEEP));
        assertThat(item(guest).outcome()).isEqualTo(Outcome.APPLIED);
        assertThat(closedAs(given.review())).isEqualTo("DECIDED");
    }

    @Test
    void oneGuestOfManyCanBeGivenAlone() {
        GuestId given = due();
        GuestId stays = due();
        UUID review = asked();

        UUID other = reassignments
                .give(campaign(review), new Wish(review, item(given).id(), "ben.ortiz"), ADA)
                .review();
        work();

        assertThat(guestsIn(other, BEN)).containsExactly(given);
        assertThat(guestsIn(review, AMARA)).containsExactly(stays);
        assertThat(closedAs(review)).isNull();
        assertThat(codes(stays)).doesNotContain("review-reassigned");
        UUID again = reassignments
                .give(campaign(review), new Wish(review, null, "ben.ortiz"), ADA)
                .review();
        assertThat(again).as("what goes to the same person comes together").isEqualTo(other);
        assertThat(closedAs(review)).isEqualTo("PASSED_ON");
    }

    @Test
    void whoIsGivenALateReviewHasTimeToAnswer() {
        due();
        UUID review = asked();
        later(Duration.ofDays(14).plusMinutes(1));

        Given given = reassignments.give(campaign(review), new Wish(review, null, "ben.ortiz"), ADA);

        assertThat(given.dueAt()).isCloseTo(clock.instant().plus(Duration.ofDays(3)), within(1, ChronoUnit.MINUTES));
        fire(review);
        assertThat(reviews.open(given.review(), BEN).mayDecide()).isTrue();
        assertThat(tasks(given.review())).hasSize(1);
    }

    @Test
    void onlyAdministratorsGiveAndOnlyWhatWaitsToSomebodyWhoCanBeAsked() {
        GuestId guest = due();
        UUID review = asked();
        UUID campaign = campaign(review);
        Wish wish = new Wish(review, null, "ben.ortiz");

        assertThatThrownBy(() -> reassignments.give(campaign, wish, AMARA)).isInstanceOf(AccessDeniedException.class);
        assertThatThrownBy(() -> reassignments.waiting(campaign, null, BEN)).isInstanceOf(AccessDeniedException.class);
        for (String nobody : List.of("", "no.such.person", SeedPeople.AMARA.userName(), SeedPeople.ADMIN.userName())) {
            assertThatThrownBy(() -> reassignments.give(campaign, new Wish(review, null, nobody), ADA))
                    .as(nobody)
                    .isInstanceOf(InvalidInput.class);
        }
        assertThatThrownBy(() -> reassignments.give(campaign, new Wish(null, null, "ben.ortiz"), ADA))
                .isInstanceOf(NotFound.class);
        assertThatThrownBy(() -> reassignments.give(campaign, new Wish(review, UUID.randomUUID(), "ben.ortiz"), ADA))
                .isInstanceOf(NotFound.class);
        assertThatThrownBy(() -> reassignments.give(UUID.randomUUID(), wish, ADA))
                .isInstanceOf(NotFound.class);
        assertThat(reassignments.preview(campaign, wish, ADA).guests()).isEqualTo(1);
        assertThat(guestsIn(review, AMARA)).as("a look changes nothing").containsExactly(guest);
        decide(review, AMARA, entry(guest, Decision.KEEP));
        assertThatThrownBy(() -> reassignments.give(campaign, wish, ADA)).isInstanceOf(Conflict.class);
    }

    private UUID campaign(UUID review) {
        return Optional.ofNullable(table.get(review).campaign()).orElseThrow();
    }
}
