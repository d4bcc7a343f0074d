package dev.guestward.review;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.guestward.embedded.SeedPeople;
import dev.guestward.guest.GuestId;
import dev.guestward.people.Role;
import dev.guestward.people.Viewer;
import dev.guestward.problem.Conflict;
import dev.guestward.problem.InvalidInput;
import dev.guestward.problem.NotFound;
import dev.guestward.removal.RemovalRequests;
import dev.guestward.review.Reviews.Entry;
import java.sql.Timestamp;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CyclicBarrier;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/** Which decisions count, and whose. */
class ReviewDecisionsTest extends OnReviews {
    @Autowired
    RemovalRequests requests;

    @Autowired
    SponsorChanges changes;

    @Autowired
    Delegations delegations;

    @Test
    void theFirstCommittedDecisionWinsAndTheOtherOneIsTold() {
        GuestId guest = due();
        due();
        UUID review = asked();
        Entry keep = entry(guest, Decision.KEEP);
        Entry remove = entry(guest, Decision.REMOVE);

        decide(review, AMARA, keep);

        assertThatThrownBy(() -> decide(review, AMARA, remove))
                .isInstanceOf(Conflict.class)
                .hasMessageContaining("Amara Singh has entered something else");
        decide(review, AMARA, keep);
        assertThat(codes(guest)).containsOnlyOnce("review-kept");
        assertThat(removals.newest(guest)).isEmpty();
    }

    @Test
    void ofTwoAtTheSameMomentOneWins() throws Exception {
        GuestId guest = due();
        due();
        UUID review = asked();
        CyclicBarrier together = new CyclicBarrier(2);
        List<CompletableFuture<Boolean>> both = new ArrayList<>();
        for (Entry entry : List.of(entry(guest, Decision.KEEP), entry(guest, Decision.REMOVE))) {
            both.add(CompletableFuture.supplyAsync(() -> {
                try {
                    together.await();
                    reviews.decide(review, List.of(entry), AMARA);
                    return true;
                } catch (Conflict e) {
                    return false;
                } catch (Exception e) {
                    throw new IllegalStateException(e);
                }
            }));
        }

        assertThat(List.of(both.get(0).get(), both.get(1).get())).containsExactlyInAnyOrder(true, false);
        assertThat(codes(guest).stream().filter(Set.of("review-kept", "review-no")::contains))
                .hasSize(1);
    }

    @Test
    void afterTheDeadlineNothingCountsAndDraftsAreNoDecisions() {
        GuestId guest = due();
        UUID review = asked();
        Entry draft = entry(guest, Decision.KEEP);
        assertThat(reviews.keepDrafts(review, List.of(draft), AMARA).saved()).hasSize(1);
        later(Duration.ofDays(14).plusSeconds(1));

        assertThatThrownBy(() -> decide(review, AMARA, entry(guest, Decision.KEEP)))
                .isInstanceOf(Conflict.class);
        assertThatThrownBy(() -> reviews.keepDrafts(review, List.of(entry(guest, Decision.KEEP)), AMARA))
                .isInstanceOf(Conflict.class);
        assertThat(reviews.open(review, AMARA).mayDecide()).isFalse();
        fire(review);

        assertThat(item(guest).draft()).isNull();
        assertThat(item(guest).answer()).isNull();
        assertThat(item(guest).isOpen()).isTrue();
    }

    @Test
    void aReviewerMayChangeTheirMindUntilTheDeadlineAlsoWhenTheReviewIsOver() {
        GuestId guest = due();
        UUID review = asked();
        decide(review, AMARA, entry(guest, Decision.KEEP));
        assertThat(closedAs(review)).isEqualTo("DECIDED");

        decide(review, AMARA, entry(guest, Decision.REMOVE_NOW));
        assertThat(canSignIn(guest)).isFalse();
        assertThatThrownBy(() -> decide(review, AMARA, entry(guest, Decision.KEEP)))
                .isInstanceOf(Conflict.class);
        assertThat(db.sql("select decision from review_answer where item_id = ? order by given_at")
                        .param(item(guest).id())
                        .query(String.class)
                        .list())
                .containsExactly("KEEP", "REMOVE_NOW");
    }

    @Test
    void keepingAgainstTheRecommendationNeedsAReason() {
        GuestId guest = due();
        signedIn(guest, Duration.ofDays(120));
        UUID review = asked();
        ReviewItem item = item(guest);
        assertThat(item.advice().reason()).isEqualTo("inactive");

        assertThatThrownBy(() -> decide(review, AMARA, new Entry(item.id(), item.version(), Decision.KEEP, " ", false)))
                .isInstanceOf(InvalidInput.class)
                .hasMessageContaining("items[0].reason");
        decide(review, AMARA, new Entry(item.id(), item.version(), Decision.KEEP, "On leave until May", false));
        assertThat(item(guest).outcome()).isEqualTo(Outcome.APPLIED);
    }

    @Test
    void oneForeignGuestAmongManyRefusesThemAll() {
        GuestId guest = due();
        UUID review = asked();
        Entry foreign = new Entry(UUID.randomUUID(), 0, Decision.KEEP, null, false);

        assertThatThrownBy(() -> decide(review, AMARA, entry(guest, Decision.KEEP), foreign))
                .isInstanceOf(Conflict.class)
                .hasMessageContaining("left this review");
        assertThatThrownBy(() -> decide(review, AMARA, entry(guest, Decision.KEEP), entry(guest, Decision.KEEP)))
                .isInstanceOf(InvalidInput.class);
        assertThat(item(guest).isOpen()).isTrue();
    }

    @Test
    void aGuestWhoHasLeftTheReviewTakesNothingOfTheOthersAlong() {
        GuestId guest = due();
        GuestId moved = due();
        UUID review = asked();
        Entry keep = entry(guest, Decision.KEEP);
        Entry late = entry(moved, Decision.REMOVE);
        changes.handOver(review, late.item(), "ben.ortiz", AMARA);
        work();
        Entry never = new Entry(UUID.randomUUID(), 0, Decision.REMOVE, null, false);

        Reviews.Kept kept = reviews.keepDrafts(review, List.of(keep, late, never), AMARA);

        assertThat(kept.saved()).extracting(ReviewItem::guest).containsExactly(guest);
        assertThat(kept.conflicts()).isEmpty();
        assertThat(kept.gone()).containsExactly(late.item(), never.item());
        assertThat(item(moved).draft()).isNull();
        assertThatThrownBy(() -> decide(review, AMARA, entry(guest, Decision.KEEP), late))
                .isInstanceOf(Conflict.class)
                .hasMessageContaining("left this review");
        assertThat(item(guest).isOpen()).isTrue();
        decide(review, AMARA, entry(guest, Decision.KEEP));
        assertThat(item(guest).outcome()).isEqualTo(Outcome.APPLIED);
    }

    @Test
    void whoIsPassedOnIsNotTakenAlongBySendingTheSameAgain() {
        GuestId guest = due();
        GuestId unknown = due();
        UUID review = asked();
        Entry keep = entry(guest, Decision.KEEP);
        Entry dontKnow = entry(unknown, Decision.DONT_KNOW);
        decide(review, AMARA, keep, dontKnow);
        assertThat(item(unknown).review()).isNotEqualTo(review);

        assertThatThrownBy(() -> decide(review, AMARA, keep, dontKnow))
                .isInstanceOf(Conflict.class)
                .hasMessageContaining("left this review");
        decide(review, AMARA, keep);
        assertThat(codes(guest)).containsOnlyOnce("review-kept");
    }

    @Test
    void aFindingIsNamedByItsPlaceAlsoBesideWhatWasSaidAlready() {
        GuestId guest = due();
        GuestId inactive = due();
        signedIn(inactive, Duration.ofDays(120));
        UUID review = asked();
        Entry keep = entry(guest, Decision.KEEP);
        decide(review, AMARA, keep);
        ReviewItem item = item(inactive);
        Entry without = new Entry(item.id(), item.version(), Decision.KEEP, null, false);

        assertThatThrownBy(() -> decide(review, AMARA, keep, without))
                .isInstanceOf(InvalidInput.class)
                .hasMessageContaining("items[1].reason");
    }

    @Test
    void aGuestOfSomebodyElseByNowIsNotDecidedOnByTheFormerSponsor() {
        GuestId guest = due();
        due();
        UUID review = asked();
        Entry entry = entry(guest, Decision.KEEP);
        db.sql("update guest set sponsor_id = ? where id = ?")
                .params(SeedPeople.BEN.id().value(), guest.value())
                .update();

        assertThatThrownBy(() -> decide(review, AMARA, entry)).hasMessageContaining("Somebody else vouches");
        planner.run();
        work();

        assertThatThrownBy(() -> decide(review, AMARA, entry))
                .isInstanceOf(Conflict.class)
                .hasMessageContaining("left this review");
        UUID other = only(SeedPeople.BEN);
        assertThat(guestsIn(other, BEN)).containsExactly(guest);
        assertThat(tasks(other)).hasSize(1);
        decide(other, BEN, entry(guest, Decision.KEEP));
        assertThat(item(guest).outcome()).isEqualTo(Outcome.APPLIED);
    }

    @Test
    void aStandInDoesNotChangeTheirMindAboutSomebodyElsesGuest() {
        GuestId guest = due();
        UUID review = asked();
        db.sql("update review set stage = 'CO_SPONSOR', reviewer_id = ? where id = ?")
                .params(SeedPeople.BEN.id().value(), review)
                .update();
        decide(review, BEN, entry(guest, Decision.KEEP));
        db.sql("update guest set sponsor_id = ? where id = ?")
                .params(SeedPeople.CHLOE.id().value(), guest.value())
                .update();

        assertThatThrownBy(() -> decide(review, BEN, entry(guest, Decision.REMOVE_NOW)))
                .hasMessageContaining("Somebody else vouches");
        assertThat(canSignIn(guest)).isTrue();
    }

    @Test
    void whoIsBeingRemovedIsNamedAndKeepsNobodyFromDecidingOnTheOthers() {
        GuestId leaving = due();
        GuestId guest = due();
        UUID review = asked();
        requests.remove(leaving, "Left the practice", false, ADA);

        assertThatThrownBy(() -> decide(review, AMARA, entry(guest, Decision.KEEP), entry(leaving, Decision.KEEP)))
                .isInstanceOf(InvalidInput.class)
                .hasMessageContaining("items[1].id");
        decide(review, AMARA, entry(guest, Decision.KEEP));
        planner.run();
        assertThat(item(leaving).isOpen()).as("it may still be taken back").isTrue();

        db.sql("update removal set undo_until = ? where guest_id = ?")
                .params(Timestamp.from(clock.instant()), leaving.value())
                .update();
        planner.run();
        assertThat(item(leaving).outcome()).isEqualTo(Outcome.NO_LONGER);
        assertThat(item(leaving).outcomeBecause()).isEqualTo("removed-otherwise");
        assertThat(closedAs(review)).isEqualTo("DECIDED");
    }

    @Test
    void whileARemovalIsUnderWayNobodyIsAskedAndAfterItIsTakenBackSomebodyIs() {
        GuestId guest = due();
        requests.remove(guest, "Left the practice", false, AMARA);
        planner.run();
        work();
        assertThat(openItems(guest)).isZero();

        requests.undo(guest, AMARA);
        planner.run();
        work();
        assertThat(openItems(guest)).isEqualTo(1);
    }

    private long openItems(GuestId guest) {
        return db.sql("select count(*) from review_item where guest_id = ? and outcome is null")
                .param(guest.value())
                .query(Long.class)
                .single();
    }

    @Test
    void aDelegationEndsWithItsTime() {
        GuestId guest = due();
        UUID review = asked();
        delegations.give(
                new Delegations.Wish(
                        review,
                        null,
                        "ben.ortiz",
                        clock.instant().plus(Duration.ofDays(2)).toString()),
                AMARA);
        assertThat(guestsIn(review, BEN)).containsExactly(guest);
        assertThat(engine.getTaskService()
                        .createTaskQuery()
                        .taskCandidateUser(BEN.id().value())
                        .includeAssignedTasks()
                        .count())
                .isEqualTo(1);

        later(Duration.ofDays(2).plusSeconds(1));

        assertThatThrownBy(() -> reviews.open(review, BEN)).isInstanceOf(NotFound.class);
        planner.run();
        assertThat(engine.getTaskService()
                        .createTaskQuery()
                        .taskCandidateUser(BEN.id().value())
                        .includeAssignedTasks()
                        .count())
                .isZero();
    }

    /** Each pair of a sponsor and somebody else's guest tries one of the doors; none may open, and nothing may change. */
    @Test
    void noSponsorSeesOrDecidesAnythingOfAnother() {
        int sponsors = 40;
        ManyGuests.insert(db, 800_001, sponsors, 3, clock.instant(), clock.instant());
        planner.run();
        record Owned(UUID review, UUID item, int sponsor) {}
        List<Owned> owned = db.sql("select r.id, i.id, right(r.sponsor_id, 12)::int from review r join review_item i"
                        + " on i.review_id = r.id where r.closed_at is null order by r.sponsor_id, i.id")
                .query((rs, n) -> new Owned(rs.getObject(1, UUID.class), rs.getObject(2, UUID.class), rs.getInt(3)))
                .list();
        assertThat(owned).hasSize(sponsors * 3);
        String before = state();
        Random random = new Random(7);

        for (int pair = 0; pair < 10_000; pair++) {
            Owned theirs = owned.get(random.nextInt(owned.size()));
            int other = otherThan(theirs.sponsor(), sponsors, random);
            Viewer stranger = new Viewer(ManyGuests.sponsor(other), "Stranger", Set.of(Role.SPONSOR));
            Entry entry = new Entry(theirs.item(), 0, Decision.values()[random.nextInt(4)], null, false);
            UUID own = owned.stream()
                    .filter(one -> one.sponsor() == other)
                    .map(Owned::review)
                    .findFirst()
                    .orElseThrow();
            List<Runnable> doors = List.of(
                    () -> reviews.open(theirs.review(), stranger),
                    () -> reviews.keepDrafts(theirs.review(), List.of(entry), stranger),
                    () -> reviews.decide(theirs.review(), List.of(entry), stranger),
                    () -> delegations.give(
                            new Delegations.Wish(theirs.review(), theirs.item(), "ben.ortiz", null), stranger),
                    () -> changes.handOver(theirs.review(), theirs.item(), "ben.ortiz", stranger));
            int door = random.nextInt(doors.size() + 2);
            if (door < doors.size()) {
                assertThatThrownBy(doors.get(door)::run).isInstanceOf(NotFound.class);
            } else {
                nothingIsSmuggledInto(own, entry, stranger, door == doors.size());
            }
        }
        for (int sponsor = 800_001; sponsor < 800_001 + sponsors; sponsor++) {
            Viewer viewer = new Viewer(ManyGuests.sponsor(sponsor), "Sponsor", Set.of(Role.SPONSOR));
            assertThat(reviews.own(false, 0, 50, viewer).page().totalElements()).isEqualTo(1);
        }

        assertThat(state()).isEqualTo(before);
    }

    /** In one's own review somebody else's item is answered like one that never existed. */
    private void nothingIsSmuggledInto(UUID own, Entry theirs, Viewer stranger, boolean draft) {
        Entry never = new Entry(UUID.randomUUID(), 0, theirs.decision(), null, false);
        if (draft) {
            assertThat(reviews.keepDrafts(own, List.of(theirs, never), stranger))
                    .isEqualTo(new Reviews.Kept(List.of(), List.of(), List.of(theirs.item(), never.item())));
            return;
        }
        Throwable told = catchThrowable(() -> reviews.decide(own, List.of(theirs), stranger));
        assertThat(told).isInstanceOf(Conflict.class);
        assertThatThrownBy(() -> reviews.decide(own, List.of(never), stranger))
                .isInstanceOf(Conflict.class)
                .hasMessage(told.getMessage());
    }

    private static int otherThan(int sponsor, int sponsors, Random random) {
        return 800_001 + (sponsor - 800_001 + 1 + random.nextInt(sponsors - 1)) % sponsors;
    }

    private String state() {
        return db.sql("select count(*) || ':' || sum(version) || ':' || count(outcome) from review_item")
                .query(String.class)
                .single();
    }
}
