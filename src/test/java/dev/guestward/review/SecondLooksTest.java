package dev.guestward.review;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.guestward.embedded.SeedPeople;
import dev.guestward.guest.GuestId;
import dev.guestward.people.PersonId;
import dev.guestward.problem.InvalidInput;
import dev.guestward.problem.NotFound;
import dev.guestward.removal.Cause;
import dev.guestward.review.Reviews.Entry;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** Another person looks at some of those who were kept. Nobody but Ada, the fallback reviewer, can be asked here. */
class SecondLooksTest extends OnReviews {
    @Autowired
    Deadlines deadlines;

    @Autowired
    ReviewTable table;

    @Autowired
    ItemTable items;

    @Autowired
    NextReviewers nextReviewers;

    @Autowired
    PassingOn passingOn;

    @Autowired
    ReviewSignals signals;

    @Autowired
    ReviewWorkflow workflow;

    @Autowired
    ReviewOpening opening;

    @Autowired
    GoneGuests gone;

    @Autowired
    Silence silence;

    @Autowired
    CampaignTable campaigns;

    @Autowired
    ChangedGuests changedGuests;

    @Autowired
    ReviewNotices notices;

    @Autowired
    Delegations delegations;

    @Autowired
    SponsorChanges changes;

    @Autowired
    SecondLookRecords records;

    @Autowired
    PlatformTransactionManager transactions;

    @Test
    void theSampleIsTheShareWithTheLowestHashesRoundedUp() throws Exception {
        UUID review = UUID.randomUUID();
        List<ReviewItem> kept = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            kept.add(kept(review));
        }

        List<ReviewItem> sample = SecondLooks.sample(review, kept, 0.21);

        assertThat(sample).hasSize(3).isEqualTo(SecondLooks.sample(review, kept.subList(0, 10), 0.21));
        String most = hash(review, sample.get(2));
        for (ReviewItem item : kept) {
            assertThat(sample.contains(item)).isEqualTo(hash(review, item).compareTo(most) <= 0);
        }
        assertThat(SecondLooks.sample(review, kept, 0.01)).hasSize(1);
        assertThat(SecondLooks.sample(review, kept, 1)).hasSize(10);
    }

    @Test
    void anotherPersonIsAskedAboutTheSampleAndSeesNobodyElse() {
        UUID review = kept(4);

        UUID second = looked(review, 0.5, false).orElseThrow();

        Review found = table.get(second);
        assertThat(found.kind()).isEqualTo(Review.Kind.SECOND_LOOK);
        assertThat(found.stage()).isEqualTo(Review.Stage.FALLBACK);
        assertThat(guestsIn(second, ADA)).hasSize(2);
        assertThat(tasks(second))
                .singleElement()
                .satisfies(task ->
                        assertThat(task.getAssignee()).isEqualTo(ADA.id().value()));
        assertThat(letters()).as("Amara's and Ada's").isEqualTo(2);
        assertThatThrownBy(() -> reviews.open(second, AMARA)).isInstanceOf(NotFound.class);
        assertThatThrownBy(() -> reviews.open(second, BEN)).isInstanceOf(NotFound.class);
        ReviewItem item = items.of(second).get(0);
        assertThat(item.previousReviewer()).isEqualTo(AMARA.id());
        assertThat(item.advice().lowRisk()).as("one by one").isFalse();
        Entry theirs = entryOf(item, Decision.REMOVE);
        assertThatThrownBy(() -> reviews.decide(second, List.of(theirs), AMARA)).isInstanceOf(NotFound.class);
    }

    @Test
    void aKeepConfirmsAndARemoveActs() {
        UUID review = kept(2);
        UUID second = looked(review, 1, false).orElseThrow();
        ReviewItem confirmed = items.of(second).get(0);
        ReviewItem removed = items.of(second).get(1);
        Instant next = nextReview(confirmed.guest());

        decide(second, ADA, entryOf(confirmed, Decision.KEEP), entryOf(removed, Decision.REMOVE_NOW));

        assertThat(codes(confirmed.guest())).containsOnlyOnce("review-kept").contains("review-confirmed");
        assertThat(nextReview(confirmed.guest())).isEqualTo(next);
        assertThat(canSignIn(confirmed.guest())).isTrue();
        assertThat(removal(removed.guest()).cause()).isEqualTo(Cause.REVIEW);
        assertThat(removal(removed.guest()).reserved())
                .as("not the sponsor's to take back")
                .isTrue();
        assertThat(canSignIn(removed.guest())).isFalse();
        assertThat(closedAs(second)).isEqualTo("DECIDED");
        assertThat(passed(second)).contains("EndEvent_ReviewDecided");
        assertThat(records.of(campaign(review), ADA))
                .filteredOn(one -> one.review().equals(second))
                .singleElement()
                .satisfies(one -> {
                    assertThat(one.keptBy()).isEqualTo(AMARA.id());
                    assertThat(one.reviewer()).isEqualTo(ADA.id());
                    assertThat(List.of(one.guests(), one.confirmed(), one.removed(), one.open(), one.unconfirmed()))
                            .containsExactly(2, 1, 1, 0, 0);
                });
    }

    @Test
    void whenNobodyLooksAgainTheFirstAnswerStandsAndIsShownSo() {
        UUID review = kept(2);
        UUID second = looked(review, 1, false).orElseThrow();
        mailsAreTaken();
        ReviewItem unknown = items.of(second).get(0);
        ReviewItem silent = items.of(second).get(1);

        decide(second, ADA, entryOf(unknown, Decision.DONT_KNOW));
        pass(second, Duration.ofDays(14).plusMinutes(1));

        assertThat(items.find(unknown.id()).orElseThrow().outcomeBecause()).isEqualTo("nobody-knows");
        assertThat(items.find(silent.id()).orElseThrow().outcomeBecause()).isEqualTo("nobody-answered");
        for (ReviewItem item : List.of(unknown, silent)) {
            assertThat(items.find(item.id()).orElseThrow().outcome()).isEqualTo(Outcome.UNCONFIRMED);
            assertThat(codes(item.guest())).contains("review-unconfirmed");
            assertThat(current(item.guest()).attention()).isNull();
            assertThat(canSignIn(item.guest())).isTrue();
        }
        assertThat(passed(second)).contains("EndEvent_SilenceSettled");
    }

    @Test
    void nobodyLooksASecondTimeAtWhatTheyHaveSaidThemselves() {
        due();
        UUID review = asked();
        delegations.give(new Delegations.Wish(review, null, SeedPeople.ADMIN.userName(), null), AMARA);
        decide(review, ADA, entryOf(items.of(review).get(0), Decision.KEEP));

        assertThat(looked(review, 1, false))
                .as("Ada has decided in Amara's place")
                .isEmpty();
        assertThat(audit.of(items.of(review).get(0).guest().value()))
                .filteredOn(entry -> entry.code().equals("review-unconfirmed"))
                .singleElement()
                .satisfies(entry -> assertThat(entry.details()).containsEntry("reason", "nobody-left"));

        db.sql("update review set opened_at = opened_at - interval '30 days'").update();
        UUID other = kept(1);
        UUID second = looked(other, 1, false).orElseThrow();
        assertThatThrownBy(() ->
                        delegations.give(new Delegations.Wish(second, null, SeedPeople.AMARA.userName(), null), ADA))
                .isInstanceOf(InvalidInput.class);
    }

    @Test
    void whereOnlyNotableAnswersCountTheOthersAreLeftAlone() {
        UUID slow = kept(3);
        db.sql("update review_signal set looked_ms = 600000, kept = 2 where review_id = ?")
                .param(slow)
                .update();
        assertThat(looked(slow, 1, true)).isEmpty();
        db.sql("update review_signal set looked_ms = 3000 where review_id = ?")
                .param(slow)
                .update();
        assertThat(looked(slow, 1, true)).isPresent();
    }

    @Test
    void itBeginsAsTheReviewEndsWithWhoeverWasKeptSoFar() {
        GuestId first = due();
        GuestId leaving = due();
        UUID review = asked();
        decide(review, AMARA, entry(first, Decision.KEEP));
        db.sql("update guest set state = 'BLOCKED' where id = ?")
                .param(leaving.value())
                .update();
        SecondLooks looks = looks(1, false);
        ReviewEnds ends = new ReviewEnds(table, items, workflow, looks, notices, db);

        inTransaction(() -> {
            gone.settle(items.undecided(review));
            ends.closeIfDecided(table.get(review), Review.Closing.DECIDED);
        });
        work();

        assertThat(closedAs(review)).isEqualTo("DECIDED");
        assertThat(guestsIn(only(SeedPeople.ADMIN), ADA)).containsExactly(first);
    }

    @Test
    void itBeginsWhenTheDeadlinePassesTooBesideWhoeverIsAskedAboutTheOthers() {
        GuestId first = due();
        GuestId silent = due();
        UUID review = asked();
        decide(review, AMARA, entry(first, Decision.KEEP));
        db.sql("update review set due_at = ? where id = ?")
                .params(Timestamp.from(clock.instant()), review)
                .update();
        ReviewCourse course = new ReviewCourse(
                table,
                items,
                gone,
                passingOn,
                silence,
                notices,
                delegations,
                looks(1, false),
                campaigns,
                changedGuests,
                deadlines,
                clock);

        inTransaction(() -> assertThat(course.deadlinePassed(review)).isTrue());
        work();

        assertThat(closedAs(review)).isEqualTo("PASSED_ON");
        assertThat(guestsIn(open("SECOND_LOOK"), ADA)).containsExactly(first);
        assertThat(guestsIn(open("ROLLING"), ADA)).containsExactly(silent);
    }

    @Test
    void itGivesWayWhenSomebodyIsAskedAnewAndStaysWhenTheSponsorChanges() {
        UUID review = kept(1);
        UUID second = looked(review, 1, false).orElseThrow();
        ReviewItem item = items.of(second).get(0);
        db.sql("update guest set sponsor_id = ? where id = ?")
                .params(BEN.id().value(), item.guest().value())
                .update();
        inTransaction(() -> changes.follow(item.guest()));
        assertThat(items.find(item.id()).orElseThrow().review()).isEqualTo(second);

        inTransaction(() -> opening.open(
                Asking.sponsor(Review.Kind.EVENT, BEN.id(), null),
                clock.instant().plus(Duration.ofDays(5)),
                false,
                List.of(item.guest())));
        work();

        assertThat(items.find(item.id()).orElseThrow().outcomeBecause()).isEqualTo("asked-anew");
        assertThat(audit.of(item.guest().value()))
                .filteredOn(entry -> entry.code().equals("review-unconfirmed"))
                .singleElement()
                .satisfies(entry -> assertThat(entry.details()).containsEntry("reason", "asked-anew"));
        assertThat(closedAs(second)).isEqualTo("OVER");
        assertThat(tasks(second)).isEmpty();
        assertThat(guestsIn(only(SeedPeople.BEN), BEN)).containsExactly(item.guest());
    }

    /** Amara has kept so many guests. */
    private UUID kept(int howMany) {
        for (int i = 0; i < howMany; i++) {
            due();
        }
        UUID review = asked();
        decide(
                review,
                AMARA,
                items.of(review).stream()
                        .map(item -> entryOf(item, Decision.KEEP))
                        .toArray(Entry[]::new));
        assertThat(closedAs(review)).isEqualTo("DECIDED");
        return review;
    }

    private SecondLooks looks(double share, boolean onlyWithSignals) {
        return new SecondLooks(
                new SecondLookSettings(share, 1, onlyWithSignals),
                deadlines,
                table,
                items,
                nextReviewers,
                passingOn,
                signals,
                workflow,
                clock);
    }

    /** The second look at this review, if there is one. */
    private Optional<UUID> looked(UUID review, double share, boolean onlyWithSignals) {
        inTransaction(() -> looks(share, onlyWithSignals).begin(asItWas(table.get(review))));
        work();
        return db.sql("select id from review where parent_id = ? and kind = 'SECOND_LOOK' and closed_at is null")
                .param(review)
                .query((rs, n) -> rs.getObject(1, UUID.class))
                .optional();
    }

    /** A second look begins with the review as it was before it ended. */
    private static Review asItWas(Review closed) {
        return new Review(
                closed.id(),
                closed.kind(),
                closed.stage(),
                closed.reviewer(),
                closed.sponsor(),
                closed.campaign(),
                closed.parent(),
                closed.openedAt(),
                closed.dueAt(),
                closed.widened(),
                closed.round(),
                null,
                null);
    }

    private UUID open(String kind) {
        return db.sql("select id from review where kind = ? and reviewer_id = ? and closed_at is null")
                .params(kind, ADA.id().value())
                .query(UUID.class)
                .single();
    }

    private void inTransaction(Runnable act) {
        new TransactionTemplate(transactions).executeWithoutResult(status -> act.run());
    }

    private UUID campaign(UUID review) {
        return Optional.ofNullable(table.get(review).campaign()).orElseThrow();
    }

    private Instant nextReview(GuestId guest) {
        return db.sql("select review_due_at from guest where id = ?")
                .param(guest.value())
                .query((rs, n) -> rs.getTimestamp(1).toInstant())
                .single();
    }

    private static Entry entryOf(ReviewItem item, Decision decision) {
        return new Entry(item.id(), item.version(), decision, "As agreed", false);
    }

    private ReviewItem kept(UUID review) {
        return new ReviewItem(
                UUID.randomUUID(),
                review,
                GuestId.random(),
                null,
                clock.instant(),
                null,
                null,
                null,
                List.of(),
                List.of(),
                new Advice(Advice.Kind.KEEP, "usual", true),
                null,
                new ReviewItem.Answer(
                        Decision.KEEP, null, new PersonId(AMARA.id().value()), clock.instant()),
                Outcome.APPLIED,
                null,
                null,
                null,
                List.of(),
                null,
                1);
    }

    private static String hash(UUID review, ReviewItem item) throws Exception {
        byte[] text = (review + " " + item.guest()).getBytes(StandardCharsets.UTF_8);
        return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(text));
    }
}
