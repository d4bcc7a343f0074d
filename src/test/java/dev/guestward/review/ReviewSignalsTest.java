package dev.guestward.review;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.guestward.audit.Actor;
import dev.guestward.embedded.SeedPeople;
import dev.guestward.guest.GuestId;
import dev.guestward.removal.Cause;
import dev.guestward.removal.RemovalRequests;
import dev.guestward.removal.Removals;
import dev.guestward.review.Reviews.Entry;
import dev.guestward.review.Signal.Notable;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.security.access.AccessDeniedException;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** How reviews are answered, as the server saw it. Here three guests are enough to say something about. */
class ReviewSignalsTest extends OnReviews {
    @Autowired
    ReviewSignals signals;

    @Autowired
    SignalWords words;

    @Autowired
    RemovalRequests requests;

    @Autowired
    PlatformTransactionManager transactions;

    @Test
    void threeGuestsKeptWithinSecondsAreWorthALook() {
        UUID review = three();
        reviews.open(review, AMARA);
        clock.step(Duration.ofSeconds(5));
        keepAll(review);

        Signal signal = only(review);

        assertThat(signal.looked()).isBetween(Duration.ofSeconds(5), Duration.ofSeconds(15));
        assertThat(signal.notable()).containsExactly(Notable.FAST, Notable.KEPT);
        assertThat(words.sentence(signal, Locale.ENGLISH)).matches("3 guests in \\d+ seconds, all kept");
        assertThat(words.sentence(signal, Locale.GERMAN)).matches("3 Gäste in \\d+ Sekunden, alle behalten");
    }

    @Test
    void aPauseIsNeitherTimeSpentNorHeldAgainstAnybody() {
        UUID review = three();
        reviews.open(review, AMARA);
        clock.step(Duration.ofHours(30));
        reviews.open(review, AMARA);
        clock.step(Duration.ofMinutes(2));
        GuestId first = guestsIn(review, AMARA).get(0);
        reviews.keepDrafts(review, List.of(entry(first, Decision.KEEP)), AMARA);
        clock.step(Duration.ofHours(1));
        keepAll(review);

        Signal signal = only(review);

        assertThat(signal.pauses()).isEqualTo(2);
        assertThat(signal.looked())
                .as("two minutes, and as long as a pause before something was handed in")
                .isBetween(Duration.ofMinutes(7), Duration.ofMinutes(8).minusMillis(1));
        assertThat(signal.notable()).containsExactly(Notable.KEPT);
        assertThat(words.sentence(signal, Locale.ENGLISH))
                .isEqualTo("3 guests in 7 minutes, all kept; with 2 pauses in between");
    }

    @Test
    void whoOnlyLooksOnIsNotMeasured() {
        UUID review = three();
        reviews.open(review, ADA);
        clock.step(Duration.ofMinutes(4));
        reviews.open(review, AMARA);
        clock.step(Duration.ofSeconds(3));
        keepAll(review);
        clock.step(Duration.ofMinutes(4));
        reviews.open(review, AMARA);

        assertThat(signals.ofReview(review)).hasSize(1);
        assertThat(only(review).looked()).as("nor what comes after the end").isLessThan(Duration.ofMinutes(1));
    }

    @Test
    void whatWasMarkedForManyAtOnceStillIsAfterThePageWasLoadedAgain() {
        UUID review = three();
        db.sql("update review_item set low_risk = true where review_id = ?")
                .param(review)
                .update();
        List<Entry> drafts = guestsIn(review, AMARA).stream()
                .map(this::item)
                .map(item -> new Entry(item.id(), item.version(), Decision.KEEP, "As agreed", true))
                .toList();
        reviews.keepDrafts(review, drafts, AMARA);
        keepAll(review);

        assertThat(only(review).inBulk()).isEqualTo(3);
        assertThat(only(review).notable()).contains(Notable.BULK);
        assertThat(db.sql("select count(*) from review_answer where review_id = ? and in_bulk")
                        .param(review)
                        .query(Integer.class)
                        .single())
                .isEqualTo(3);
    }

    @Test
    void whoWasKeptAndRemovedSoonAfterwardsIsCountedUnlessTheEndHadCome() {
        UUID review = three();
        List<GuestId> guests = guestsIn(review, AMARA);
        keepAll(review);
        remove(guests.get(0), Cause.REQUEST);
        endsIn(guests.get(1), Duration.ofMinutes(-5));
        remove(guests.get(1), Cause.EXPIRY);
        planner.run();

        assertThat(only(review).removedLater()).isEqualTo(1);
        assertThat(only(review).notable()).contains(Notable.REMOVED_LATER);
        assertThat(words.sentence(only(review), Locale.ENGLISH))
                .endsWith("; one of those kept was removed within 90 days");

        db.sql("update guest set state = 'PURGED', display_name = '' where id = ?")
                .param(guests.get(0).value())
                .update();
        planner.run();
        assertThat(only(review).removedLater())
                .as("also when the guest is gone")
                .isEqualTo(1);
    }

    @Test
    void aChangeOfMindCountsAsWhatWasSaidLast() {
        UUID review = three();
        GuestId first = guestsIn(review, AMARA).get(0);
        decide(review, AMARA, entry(first, Decision.KEEP));
        decide(review, AMARA, entry(first, Decision.REMOVE));

        assertThat(only(review).guests()).isEqualTo(1);
        assertThat(only(review).kept()).isZero();
        assertThat(words.sentence(only(review), Locale.ENGLISH))
                .startsWith("One guest in ")
                .endsWith(", none kept");
    }

    @Test
    void theyAreForAdministratorsOnly() {
        UUID campaign = UUID.randomUUID();

        assertThat(signals.of(campaign, ADA)).isEmpty();
        assertThatThrownBy(() -> signals.of(campaign, AMARA)).isInstanceOf(AccessDeniedException.class);
    }

    @ParameterizedTest
    @CsvSource({
        "25, 40, 25, 0, 0, FAST KEPT",
        "25, 125, 25, 0, 0, KEPT",
        "25, 124, 24, 0, 0, FAST",
        "25, 900, 20, 20, 0, BULK",
        "25, 900, 20, 19, 1, ''",
        "25, 900, 20, 0, 2, REMOVED_LATER",
        "9, 1, 9, 9, 0, ''"
    })
    void whatIsWorthALook(int guests, int seconds, int kept, int bulk, int later, String expected) {
        SignalSettings usual =
                new SignalSettings(10, Duration.ofSeconds(5), 1, 0.8, 2, Duration.ofDays(90), Duration.ofMinutes(5));

        assertThat(Signal.notable(Duration.ofSeconds(seconds), guests, kept, bulk, later, usual).stream()
                        .map(Notable::name)
                        .toList())
                .isEqualTo(expected.isEmpty() ? List.of() : List.of(expected.split(" ")));
    }

    private UUID three() {
        due();
        due();
        due();
        return asked();
    }

    private void keepAll(UUID review) {
        List<Entry> entries = new ArrayList<>();
        guestsIn(review).forEach(guest -> entries.add(entry(guest, Decision.KEEP)));
        decide(review, AMARA, entries.toArray(Entry[]::new));
    }

    /** Without anybody looking at the list. */
    private List<GuestId> guestsIn(UUID review) {
        return db.sql("select guest_id from review_item where review_id = ? order by id")
                .param(review)
                .query((rs, n) -> new GuestId(rs.getObject(1, UUID.class)))
                .list();
    }

    private void remove(GuestId guest, Cause cause) {
        clock.step(Duration.ofMinutes(1));
        new TransactionTemplate(transactions)
                .executeWithoutResult(status -> requests.open(new Removals.Request(
                        guest, cause, Actor.person(SeedPeople.BEN.id().value()), "Has left the clinic", true)));
        work();
        assertThat(canSignIn(guest)).isFalse();
    }

    private Signal only(UUID review) {
        return signals.ofReview(review).get(0);
    }
}
