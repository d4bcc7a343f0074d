package dev.guestward.expiry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.guestward.clinic.Clinics;
import dev.guestward.embedded.SeedPeople;
import dev.guestward.guest.GuestId;
import dev.guestward.people.Viewer;
import dev.guestward.problem.Conflict;
import dev.guestward.problem.InvalidInput;
import dev.guestward.problem.NotFound;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.assertj.core.api.Assertions;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.security.access.AccessDeniedException;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

class ClinicClosuresTest extends OnGuestsThatEnd {
    private static final String CLINIC = "harbour";
    private static final Viewer ADMIN = Viewer.of(SeedPeople.ADMIN);

    @Autowired
    ClosureProgress progress;

    @Autowired
    ClinicClosures closures;

    @Autowired
    Clinics clinics;

    @Autowired
    Extensions extensions;

    @Autowired
    ExtensionApprovals approvals;

    @Autowired
    PlatformTransactionManager transactions;

    @AfterEach
    void openAgain() {
        db.sql("update clinic set agreement_end = null, owner_approves = false where key = 'harbour'")
                .update();
    }

    @Test
    void everyEndThatIsLaterComesToTheLastDayExceptThoseOfExceptions() {
        GuestId late = activeUntil(Duration.ofDays(60));
        GuestId early = activeUntil(Duration.ofDays(3));
        GuestId invited = invited();
        GuestId requested = requested();
        GuestId spared = activeUntil(Duration.ofDays(60));

        List<ClinicClosures.Affected> changed =
                closures.close(CLINIC, wish(day(10), List.of(spared.toString()), CLINIC), ADMIN);

        assertThat(changed)
                .extracting(one -> one.guest().id())
                .contains(late, invited, requested)
                .doesNotContain(early, spared);
        assertThat(lastDay(late)).isEqualTo(day(10));
        assertThat(lastDay(invited)).isEqualTo(day(10));
        assertThat(lastDay(requested)).isEqualTo(day(10));
        assertThat(lastDay(early)).isEqualTo(day(3));
        assertThat(lastDay(spared)).isEqualTo(day(60));
        assertThat(codes(late)).containsOnlyOnce("clinic-closed");
        assertThat(codes(early)).doesNotContain("clinic-closed");
        assertThat(clinics.get(CLINIC).agreementEnd()).isEqualTo(day(10));
        assertThat(removals.current(late))
                .as("nobody is removed before the day")
                .isEmpty();
    }

    @Test
    void aClosingThatIsStoppedGivesBackWhatItTookExceptFromThoseWhoAreLeaving() {
        GuestId late = activeUntil(Duration.ofDays(60));
        GuestId movedSince = activeUntil(Duration.ofDays(60));
        GuestId gone = activeUntil(Duration.ofDays(60));
        Instant own = current(late).accessUntil();
        closures.close(CLINIC, wish(day(10), List.of(), CLINIC), ADMIN);
        endsIn(movedSince, Duration.ofDays(4));
        db.sql("update guest set state = 'BLOCKED' where id = ?")
                .param(gone.value())
                .update();

        ClosureProgress.Closing closing = progress.newest(CLINIC, ADMIN).orElseThrow();
        assertThat(closing.changed() - closing.access()).isEqualTo(closing.gone());
        assertThat(closing.gone()).isPositive();
        progress.stop(CLINIC, ADMIN);

        assertThat(current(late).accessUntil()).isEqualTo(own);
        assertThat(codes(late)).containsOnlyOnce("closing-stopped");
        assertThat(lastDay(movedSince)).isEqualTo(day(4));
        assertThat(lastDay(gone)).isEqualTo(day(10));
        assertThat(clinics.get(CLINIC).agreementEnd()).isNull();
        assertThatThrownBy(() -> progress.stop(CLINIC, ADMIN)).isInstanceOf(Conflict.class);
        assertThatThrownBy(() -> progress.stop(CLINIC, Viewer.of(SeedPeople.AMARA)))
                .isInstanceOf(AccessDeniedException.class);
    }

    @Test
    void aPreviewNamesEverybodyAndChangesNothing() {
        GuestId late = activeUntil(Duration.ofDays(60));
        GuestId early = activeUntil(Duration.ofDays(3));

        List<ClinicClosures.Affected> shown = closures.preview(CLINIC, day(10).toString(), ADMIN);

        assertThat(shown)
                .filteredOn(one -> one.guest().id().equals(late))
                .singleElement()
                .satisfies(one -> assertThat(one.isUnchanged()).isFalse());
        assertThat(shown)
                .filteredOn(one -> one.guest().id().equals(early))
                .singleElement()
                .satisfies(one -> assertThat(one.isUnchanged()).isTrue());
        assertThat(lastDay(late)).isEqualTo(day(60));
        assertThat(clinics.get(CLINIC).agreementEnd()).isNull();
    }

    @Test
    void ofTwoClosingsEachCanBeStopped() {
        GuestId late = activeUntil(Duration.ofDays(60));
        Instant own = current(late).accessUntil();
        closures.close(CLINIC, wish(day(20), List.of(), CLINIC), ADMIN);
        clock.step(Duration.ofSeconds(1));
        closures.close(CLINIC, wish(day(10), List.of(), CLINIC), ADMIN);

        progress.stop(CLINIC, ADMIN);

        assertThat(lastDay(late)).isEqualTo(day(20));
        assertThat(clinics.get(CLINIC).agreementEnd()).isEqualTo(day(20));
        progress.stop(CLINIC, ADMIN);
        assertThat(current(late).accessUntil()).isEqualTo(own);
        assertThat(clinics.get(CLINIC).agreementEnd()).isNull();
    }

    @Test
    void anAgreementThatGotAnotherEndMeanwhileKeepsIt() {
        activeUntil(Duration.ofDays(60));
        closures.close(CLINIC, wish(day(10), List.of(), CLINIC), ADMIN);
        db.sql("update clinic set agreement_end = ? where key = 'harbour'")
                .param(day(30))
                .update();

        progress.stop(CLINIC, ADMIN);

        assertThat(clinics.get(CLINIC).agreementEnd()).isEqualTo(day(30));
    }

    @Test
    void whatAnOwnerWasAskedForBeyondTheLastDayIsOverAndCannotBeApproved() {
        GuestId closing = activeUntil(Duration.ofDays(8));
        GuestId shortened = activeUntil(Duration.ofDays(8));
        GuestId within = activeUntil(Duration.ofDays(4));
        String far = clock.instant().plus(Duration.ofDays(40)).toString();
        db.sql("update clinic set owner_approves = true where key = 'harbour'").update();
        extensions.extend(closing, new Extension(far, "The trial runs longer", null), Viewer.of(SeedPeople.AMARA));
        extensions.extend(shortened, new Extension(far, "The trial runs longer", null), Viewer.of(SeedPeople.AMARA));
        extensions.extend(within, new Extension(far, "The trial runs longer", null), Viewer.of(SeedPeople.AMARA));
        db.sql("update extension set until = ? where guest_id = ?")
                .params(Timestamp.from(clock.instant().plus(Duration.ofDays(6))), within.value())
                .update();
        Instant end = current(shortened).accessUntil();

        closures.close(CLINIC, wish(day(10), List.of(shortened.toString()), CLINIC), ADMIN);

        assertThat(approvals.waiting(closing)).isEmpty();
        assertThat(codes(closing)).contains("extension-overtaken");
        assertThat(approvals.waiting(within)).isPresent();
        assertThatThrownBy(() -> new TransactionTemplate(transactions)
                        .executeWithoutResult(status -> approvals.decide(shortened, SeedPeople.OWNER.id(), true)))
                .isInstanceOf(Conflict.class)
                .hasMessageContaining("agreement");
        assertThat(current(shortened).accessUntil()).isEqualTo(end);
        new TransactionTemplate(transactions)
                .executeWithoutResult(status -> approvals.decide(shortened, SeedPeople.OWNER.id(), false));
        assertThat(codes(shortened)).contains("extension-declined");
    }

    @Test
    void aGuestWhoIsBeingAddedWhileTheClinicIsClosedEndsWithIt() throws Exception {
        GuestId[] added = new GuestId[1];
        CountDownLatch held = new CountDownLatch(1);
        ExecutorService other = Executors.newSingleThreadExecutor();
        try {
            Future<?> closing = new TransactionTemplate(transactions).execute(status -> {
                added[0] = requested();
                Future<?> task = other.submit(() -> {
                    held.countDown();
                    closures.close(CLINIC, wish(day(10), List.of(), CLINIC), ADMIN);
                });
                awaited(held);
                await().until(this::somebodyWaitsForAClinic);
                return task;
            });
            closing.get(30, TimeUnit.SECONDS);
        } finally {
            other.shutdownNow();
        }

        assertThat(lastDay(added[0])).isEqualTo(day(10));
    }

    @Test
    void whoIsAddedAfterTheClosingHasBegunIsRefusedBeyondTheLastDay() throws Exception {
        CountDownLatch begun = new CountDownLatch(1);
        ExecutorService other = Executors.newSingleThreadExecutor();
        try {
            Future<?> adding = new TransactionTemplate(transactions).execute(status -> {
                closures.close(CLINIC, wish(day(10), List.of(), CLINIC), ADMIN);
                Future<?> task = other.submit(() -> {
                    begun.countDown();
                    return requested();
                });
                awaited(begun);
                await().until(this::somebodyWaitsForAClinic);
                return task;
            });
            assertThatThrownBy(() -> adding.get(30, TimeUnit.SECONDS)).hasCauseInstanceOf(InvalidInput.class);
        } finally {
            other.shutdownNow();
        }
    }

    private boolean somebodyWaitsForAClinic() {
        return db.sql("select count(*) from pg_stat_activity where wait_event_type = 'Lock'"
                                + " and query like '%from clinic where id%'")
                        .query(Long.class)
                        .single()
                > 0;
    }

    private static void awaited(CountDownLatch latch) {
        try {
            assertThat(latch.await(30, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void anAgreementThatEndsBeforeIsNotProlonged() {
        db.sql("update clinic set agreement_end = ? where key = 'harbour'")
                .param(day(5))
                .update();

        closures.close(CLINIC, wish(day(10), List.of(), CLINIC), ADMIN);

        assertThat(clinics.get(CLINIC).agreementEnd()).isEqualTo(day(5));
    }

    @Test
    void closingNeedsADayAReasonKnownExceptionsAndTheClinicTypedOnceMore() {
        GuestId guest = activeUntil(Duration.ofDays(60));
        ClinicClosure wrong = new ClinicClosure(
                day(-1).toString(), " ", List.of(GuestId.random().toString()), "lakeside");

        InvalidInput told =
                Assertions.catchThrowableOfType(InvalidInput.class, () -> closures.close(CLINIC, wrong, ADMIN));

        assertThat(told.fields())
                .extracting(InvalidInput.Field::field)
                .containsExactlyInAnyOrder("on", "reason", "exceptions", "confirm");
        assertThat(lastDay(guest)).isEqualTo(day(60));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "soon", "2026-02-30", "-999999999-01-01", "+999999999-12-31", "9999-12-31", "2126-01-01"})
    void noDayThatIsOverOrFarAwayOrNone(String on) {
        ClinicClosure odd = new ClinicClosure(on, "The practice closes", List.of(), CLINIC);

        for (ThrowingCallable call : List.<ThrowingCallable>of(
                () -> closures.close(CLINIC, odd, ADMIN), () -> closures.preview(CLINIC, on, ADMIN))) {
            assertThat(Assertions.catchThrowableOfType(InvalidInput.class, call).fields())
                    .extracting(InvalidInput.Field::field)
                    .containsExactly("on");
        }
        assertThat(clinics.get(CLINIC).agreementEnd()).isNull();
    }

    @Test
    void onlyAdministratorsCloseAndOnlyClinicsThatThereAre() {
        assertThatThrownBy(() -> closures.close(CLINIC, wish(day(10), List.of(), CLINIC), Viewer.of(SeedPeople.AMARA)))
                .isInstanceOf(AccessDeniedException.class);
        assertThatThrownBy(() -> closures.preview(CLINIC, day(10).toString(), Viewer.of(SeedPeople.OWNER)))
                .isInstanceOf(AccessDeniedException.class);
        assertThatThrownBy(() -> closures.preview("nowhere", day(10).toString(), ADMIN))
                .isInstanceOf(NotFound.class);
    }

    private static ClinicClosure wish(LocalDate on, List<String> exceptions, String confirm) {
        return new ClinicClosure(on.toString(), "The practice closes", exceptions, confirm);
    }

    private LocalDate day(int ahead) {
        return LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC).plusDays(ahead);
    }

    private LocalDate lastDay(GuestId guest) {
        return LocalDate.ofInstant(current(guest).accessUntil(), ZoneOffset.UTC);
    }
}
