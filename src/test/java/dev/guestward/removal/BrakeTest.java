package dev.guestward.removal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.guestward.audit.Actor;
import dev.guestward.audit.AuditEntry;
import dev.guestward.audit.AuditLedger;
import dev.guestward.clinic.Clinics;
import dev.guestward.directory.InMemoryDirectory;
import dev.guestward.directory.InMemoryDirectory.Trouble;
import dev.guestward.directory.Membership;
import dev.guestward.directory.effect.Effect;
import dev.guestward.directory.effect.Effects;
import dev.guestward.directory.gateway.Gateway;
import dev.guestward.embedded.SeedPeople;
import dev.guestward.guest.AccountChanged;
import dev.guestward.guest.Attention;
import dev.guestward.guest.Guest;
import dev.guestward.guest.GuestId;
import dev.guestward.guest.GuestState;
import dev.guestward.guest.Guests;
import dev.guestward.guest.LeavingGuests;
import dev.guestward.invitation.process.InvitationSlice;
import dev.guestward.people.Person;
import dev.guestward.people.PersonId;
import dev.guestward.people.Role;
import dev.guestward.people.Viewer;
import dev.guestward.platform.SteppedClock;
import dev.guestward.problem.Conflict;
import dev.guestward.problem.InvalidInput;
import dev.guestward.problem.NotFound;
import dev.guestward.removal.BrakeCaps.Cap;
import dev.guestward.removal.BrakeHolds.Choice;
import dev.guestward.removal.BrakeHolds.Released;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.config.AutowireCapableBeanFactory;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.security.access.AccessDeniedException;
import org.springframework.test.context.junit.jupiter.SpringJUnitConfig;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** What may leave the house within a day, and what people do about the rest; the gateway is the real one. */
@SpringJUnitConfig(InvitationSlice.class)
class BrakeTest {
    private static final int CAP = 5;
    private static final PersonId SPONSOR = SeedPeople.AMARA.id();
    private static final Person NORA = SeedPeople.person(901, "nora.quill", "Nora Quill", Role.ADMINISTRATOR);
    private static final Viewer ADMIN = Viewer.of(SeedPeople.ADMIN);
    private static final Viewer OTHER = Viewer.of(NORA);
    private static final Duration AGAIN = Duration.ofMinutes(16);

    @Autowired
    Guests guests;

    @Autowired
    LeavingGuests leaving;

    @Autowired
    Clinics clinics;

    @Autowired
    Removals removals;

    @Autowired
    Effects effects;

    @Autowired
    InMemoryDirectory directory;

    @Autowired
    Gateway gateway;

    @Autowired
    BrakeHolds holds;

    @Autowired
    BrakeCaps caps;

    @Autowired
    BrakeStanding standing;

    @Autowired
    AuditLedger audit;

    @Autowired
    JdbcClient db;

    @Autowired
    PlatformTransactionManager transactions;

    @Autowired
    AutowireCapableBeanFactory beans;

    @Autowired
    ApplicationEventPublisher events;

    private final SteppedClock clock = SteppedClock.instance();
    private HeldGuests some = noneYet();

    @SuppressWarnings("NullAway") // set before each test
    private static HeldGuests noneYet() {
        return null;
    }

    @BeforeEach
    void begin() {
        some = new HeldGuests(guests, clinics, removals, effects, directory, db, transactions, clock);
        some.forgetAll();
        some.cap(Cap.Name.BLOCKS, CAP, 200, 10);
        some.cap(Cap.Name.DELETES, CAP, 500, 2);
        some.cap(Cap.Name.CLINIC, 1000, 1000, 100);
    }

    @ParameterizedTest
    @CsvSource({"0, 5", "250, 5", "299, 5", "300, 6", "5000, 100", "25000, 500", "1000000, 500"})
    void theCapOnDeletionsIsTwoInAHundredWithinItsLimits(long managed, long cap) {
        assertThat(new Cap(Cap.Name.DELETES, 5, 500, 2).of(managed)).isEqualTo(cap);
    }

    @ParameterizedTest
    @CsvSource({"0, 10", "109, 10", "110, 11", "2000, 200", "100000, 200"})
    void theCapOnBlocksIsTenInAHundredWithinItsLimits(long managed, long cap) {
        assertThat(new Cap(Cap.Name.BLOCKS, 10, 200, 10).of(managed)).isEqualTo(cap);
    }

    @Test
    void whatIsAboveTheCapIsHeldAndNothingOfItReachesTheDirectory() {
        List<Guest> all = active(6);
        List<Effect> blocks = blocked(all);

        run(gateway);

        Effect held = only(blocks, Effect.State.PLANNED);
        Guest guest = all.get(blocks.indexOf(held));
        assertThat(blocks)
                .filteredOn(block -> some.state(block) == Effect.State.CONFIRMED)
                .hasSize(CAP);
        assertThat(some.canSignIn(guest)).isTrue();
        assertThat(guests.get(guest.id()).attention()).isEqualTo(Attention.HELD_BY_BRAKE);
        assertThat(codes(guest)).containsOnlyOnce("held-by-brake").doesNotContain("blocked");
        BrakeBatch batch = holds.waiting(Viewer.of(SeedPeople.OWNER)).get(0);
        assertThat(batch.size()).isEqualTo(1);
        assertThat(batch.key().cap()).isEqualTo(Cap.Name.BLOCKS);
        assertThat(batch.holds()).singleElement().satisfies(hold -> {
            assertThat(hold.id()).isEqualTo(held.id());
            assertThat(hold.cause()).isEqualTo(Cause.REQUEST);
            assertThat(hold.asker()).contains(SPONSOR);
            assertThat(hold.reason()).isEqualTo("Has left");
        });
        assertThat(standing.now().blocks()).satisfies(use -> {
            assertThat(use.used()).isEqualTo(CAP);
            assertThat(use.room()).isZero();
        });
    }

    @Test
    void aBlockThatIsHeldWaitsForPeopleEvenIfThereIsRoomAgain() {
        List<Guest> all = active(6);
        List<Effect> blocks = blocked(all);
        Effect held = held(blocks);

        aDayLater();
        later();

        assertThat(some.state(held)).isEqualTo(Effect.State.PLANNED);
        assertThat(guests.get(all.get(blocks.indexOf(held)).id()).attention()).isEqualTo(Attention.HELD_BY_BRAKE);
    }

    @Test
    void aDeletionThatIsHeldGoesByItselfOnceTheOldestIsADayBack() {
        List<Guest> all = active(6);
        List<Effect> deletions = all.stream().map(some::delete).toList();
        run(gateway);
        Effect held = only(deletions, Effect.State.PLANNED);
        Guest guest = all.get(deletions.indexOf(held));
        assertThat(some.isThere(guest)).isTrue();

        later();
        assertThat(some.state(held)).as("still too many").isEqualTo(Effect.State.PLANNED);
        db.sql("update brake_count set counted_at = counted_at - interval '24 hours' where effect_id ="
                        + " (select effect_id from brake_count order by counted_at limit 1)")
                .update();
        later();

        assertThat(some.state(held)).isEqualTo(Effect.State.CONFIRMED);
        assertThat(some.isThere(guest)).isFalse();
        assertThat(codes(guest)).containsSubsequence("held-by-brake", "let-go-by-brake", "deleted");
        assertThat(holds.waiting(ADMIN)).isEmpty();
    }

    @Test
    void theSameActCountsOnceHoweverOftenItIsSent() {
        Guest guest = active(1).get(0);
        directory.next(Trouble.REQUEST_LOST);
        Effect block = blocked(List.of(guest)).get(0);

        run(gateway);
        assertThat(some.state(block)).isEqualTo(Effect.State.UNKNOWN);
        later();

        assertThat(some.state(block)).isEqualTo(Effect.State.CONFIRMED);
        assertThat(attempts(block)).isEqualTo(2);
        assertThat(counted()).isEqualTo(1);
    }

    @Test
    void whatIsSentAgainCountsFromThenAndGoesEvenAboveTheCap() {
        Guest guest = active(1).get(0);
        directory.next(Trouble.REQUEST_LOST);
        Effect block = blocked(List.of(guest)).get(0);
        run(gateway);
        assertThat(some.state(block)).isEqualTo(Effect.State.UNKNOWN);
        some.cap(Cap.Name.BLOCKS, 0, 0, 0);

        clock.step(Duration.ofHours(30));
        run(gateway);

        assertThat(some.state(block)).isEqualTo(Effect.State.CONFIRMED);
        assertThat(standing.now().blocks().used())
                .as("it has happened just now, not a day ago")
                .isEqualTo(1);
    }

    @Test
    void whatIsRefusedWhileItIsHeldWaitsForNobody() {
        List<Effect> blocks = blocked(active(7));
        run(gateway);
        List<Effect> held = blocks.stream()
                .filter(block -> some.state(block) == Effect.State.PLANNED)
                .toList();
        BrakeBatch batch = holds.waiting(ADMIN).get(0);
        assertThat(batch.size()).isEqualTo(2);
        Guest withRole = guestOf(held.get(0));
        directory.holds(withRole.account().orElseThrow(), Membership.Kind.DIRECTORY_ROLE, "Guest inviter");
        later();
        assertThat(some.state(held.get(0))).isEqualTo(Effect.State.REFUSED);
        assertThat(guests.get(withRole.id()).attention()).isNull();
        attention(withRole, Attention.REMOVAL_REFUSED);

        assertThatThrownBy(() -> holds.drop(Choice.of(held.get(0).id()), "A wrong list", ADMIN))
                .isInstanceOf(Conflict.class);
        assertThat(holds.drop(new Choice(null, batch.key().toString(), 1L), "A wrong list", ADMIN))
                .isEqualTo(1);

        assertThat(guests.get(withRole.id()).attention()).isEqualTo(Attention.REMOVAL_REFUSED);
        assertThat(holds.waiting(ADMIN)).isEmpty();
    }

    @Test
    void whatIsSettledUnheardOfWaitsForNobody() {
        Effect held = held(blocked(active(6)));
        db.sql("update effect set state = 'SUPPRESSED', settled_at = planned_at where id = ?")
                .param(held.id())
                .update();

        assertThat(holds.waiting(ADMIN)).isEmpty();
        assertThatThrownBy(() -> holds.release(Choice.of(held.id()), ADMIN)).isInstanceOf(Conflict.class);
    }

    @Test
    void aDropTakesNothingAwayThatTellsOfSomethingElse() {
        Effect held = held(blocked(active(6)));
        Guest guest = guestOf(held);
        attention(guest, Attention.REMOVAL_REFUSED);

        holds.drop(Choice.of(held.id()), "A wrong list", ADMIN);

        assertThat(guests.get(guest.id()).attention()).isEqualTo(Attention.REMOVAL_REFUSED);
        assertThat(codes(guest)).contains("brake-dropped");
    }

    @Test
    void whoWasLetInIsBlockedAgainWithinTheBrakeAlsoIfTheDeletionIsGivenUpMeanwhile() {
        Guest guest = letIn(true);

        run(gateway);
        assertThat(guests.get(guest.id()).attention()).isEqualTo(Attention.HELD_BY_BRAKE);
        decided(removals.current(guest.id()).orElseThrow());

        assertThat(guests.get(guest.id()).attention()).isEqualTo(Attention.ENABLED_BY_OTHERS);
        UUID hold = holds.waiting(ADMIN).get(0).holds().get(0).id();
        holds.release(Choice.of(hold), ADMIN);
        holds.release(Choice.of(hold), OTHER);
        run(gateway);
        assertThat(some.canSignIn(guest)).isFalse();
        assertThat(removals.newest(guest.id()).orElseThrow().endedAs()).isEqualTo(Removal.Ending.GIVEN_UP);
    }

    @Test
    void whoWasLetInAndWhoseRemovalIsOverIsBlockedAgainWithinTheBrake() {
        Guest guest = letIn(false);

        run(gateway);
        assertThat(guests.get(guest.id()).attention()).isEqualTo(Attention.HELD_BY_BRAKE);
        UUID hold = holds.waiting(ADMIN).get(0).holds().get(0).id();
        holds.drop(Choice.of(hold), "They are needed", ADMIN);
        run(gateway);

        assertThat(some.canSignIn(guest)).isTrue();
        assertThat(guests.get(guest.id()).attention())
                .as("blocked in the register, and in")
                .isEqualTo(Attention.ENABLED_BY_OTHERS);
    }

    /** Somebody who is blocked and whom others let in, seen by us; the brake lets nobody be blocked. */
    private Guest letIn(boolean open) {
        some.cap(Cap.Name.BLOCKS, 0, 0, 0);
        Guest guest = active(1).get(0);
        some.delete(guest);
        db.sql("update removal set undo_until = asked_at, delete_after = ? where guest_id = ?")
                .params(
                        Timestamp.from(clock.instant().plus(Duration.ofDays(9))),
                        guest.id().value())
                .update();
        if (!open) {
            decided(removals.current(guest.id()).orElseThrow());
        }
        directory.enableSignIn(guest.account().orElseThrow(), true);
        new TransactionTemplate(transactions)
                .executeWithoutResult(
                        status -> events.publishEvent(new AccountChanged(guest.id(), AccountChanged.Kind.LET_IN)));
        return guest;
    }

    private void decided(Removal removal) {
        new TransactionTemplate(transactions)
                .executeWithoutResult(status -> removals.givenUp(
                        removal, "given-up", Actor.person(ADMIN.id().value())));
    }

    private void attention(Guest guest, Attention attention) {
        new TransactionTemplate(transactions)
                .executeWithoutResult(status ->
                        guests.attention(guest.id(), attention, Actor.directory(), "removal-refused", Map.of()));
    }

    @Test
    void whatWasCountedADayAgoAndDidNotHappenIsAskedAboutAnew() {
        Guest guest = active(1).get(0);
        directory.next(Trouble.THROTTLED);
        Effect block = blocked(List.of(guest)).get(0);
        run(gateway);
        assertThat(some.state(block)).isEqualTo(Effect.State.PLANNED);
        assertThat(counted()).isEqualTo(1);

        db.sql("update brake_count set counted_at = counted_at - interval '25 hours' where effect_id = ?")
                .param(block.id())
                .update();
        some.cap(Cap.Name.BLOCKS, 0, 0, 0);
        later();

        assertThat(some.state(block)).isEqualTo(Effect.State.PLANNED);
        assertThat(guests.get(guest.id()).attention()).isEqualTo(Attention.HELD_BY_BRAKE);
        assertThat(some.canSignIn(guest)).isTrue();
    }

    @Test
    void aHeldBlockIsAskedAboutAnewTheMomentAForeseenEndComes() {
        some.cap(Cap.Name.BLOCKS, 0, 0, 0);
        Guest guest = active(1).get(0);
        Duration left = Duration.ofMinutes(5);
        some.endsAt(guest, clock.instant().plus(left));
        some.foreseen(guest, Duration.ofHours(25));
        Effect block = blocked(List.of(guest)).get(0);
        run(gateway);
        assertThat(some.state(block)).isEqualTo(Effect.State.PLANNED);

        clock.step(left.plusSeconds(1));
        run(gateway);

        assertThat(some.state(block)).isEqualTo(Effect.State.CONFIRMED);
    }

    @Test
    void aForeseenEndIsNotHeldBackByAHeldRemovalForAnotherReason() {
        some.cap(Cap.Name.BLOCKS, 0, 0, 0);
        Guest guest = active(1).get(0);
        Effect block = blocked(List.of(guest)).get(0);
        run(gateway);
        assertThat(guests.get(guest.id()).attention()).isEqualTo(Attention.HELD_BY_BRAKE);

        some.endsNow(guest);
        some.foreseen(guest, Duration.ofHours(24));
        later();

        assertThat(some.state(block)).isEqualTo(Effect.State.CONFIRMED);
        assertThat(guests.get(guest.id()).attention()).isNull();
    }

    @Test
    void twoNodesThatAskAtOnceGetNoMoreThanThereIs() throws Exception {
        List<Guest> all = active(20);
        List<Effect> blocks = blocked(all);

        together(gateway, anotherNode());

        assertThat(blocks)
                .filteredOn(block -> some.state(block) == Effect.State.CONFIRMED)
                .hasSize(CAP);
        assertThat(all).filteredOn(guest -> !some.canSignIn(guest)).hasSize(CAP);
        assertThat(holds.waiting(ADMIN))
                .singleElement()
                .satisfies(batch -> assertThat(batch.size()).isEqualTo(15));
    }

    @Test
    void endsThatStoodInTheForecastDoNotCount() {
        List<Guest> all = active(8);
        all.forEach(some::endsNow);
        all.forEach(guest -> some.foreseen(guest, Duration.ofHours(24)));
        List<Effect> blocks = all.stream().map(some::expired).toList();

        run(gateway);

        assertThat(blocks).allMatch(block -> some.state(block) == Effect.State.CONFIRMED);
        assertThat(standing.now().blocks().used()).isZero();
        assertThat(standing.now().blocks().beside()).isEqualTo(8);
    }

    @Test
    void endsThatWereChangedTooLateCount() {
        List<Guest> all = active(8);
        all.forEach(guest -> {
            some.foreseen(guest, Duration.ofDays(10));
            some.endsNow(guest);
            some.foreseen(guest, Duration.ofHours(23));
        });
        List<Effect> blocks = all.stream().map(some::expired).toList();

        run(gateway);

        assertThat(blocks)
                .filteredOn(block -> some.state(block) == Effect.State.CONFIRMED)
                .hasSize(CAP);
    }

    @Test
    void endsThatWereMovedAwayAndBackToADayThatWasForeseenCount() {
        List<Guest> all = active(8);
        all.forEach(guest -> {
            some.endsNow(guest);
            some.foreseen(guest, Duration.ofDays(10));
            Instant foreseen = guests.get(guest.id()).accessUntil();
            moved(guest, foreseen.plus(Duration.ofDays(30)));
            moved(guest, foreseen);
        });
        List<Effect> blocks = all.stream().map(some::expired).toList();

        run(gateway);

        assertThat(blocks)
                .filteredOn(block -> some.state(block) == Effect.State.CONFIRMED)
                .hasSize(CAP);
    }

    @Test
    void whoAcceptsWhileTheRemovalWaitsForPeopleIsShownAsWaitingFurther() {
        some.cap(Cap.Name.BLOCKS, 0, 0, 0);
        Guest held = some.pending("harbour");
        Guest refused = some.pending("harbour");
        List.of(held, refused).forEach(guest -> some.block(guest, Cause.EXPIRY, false, SPONSOR));
        run(gateway);
        TransactionTemplate transaction = new TransactionTemplate(transactions);
        transaction.executeWithoutResult(status -> guests.attention(
                refused.id(), Attention.REMOVAL_REFUSED, Actor.directory(), "removal-refused", Map.of()));

        transaction.executeWithoutResult(
                status -> List.of(held, refused).forEach(guest -> guests.activated(guest.id(), Actor.directory())));

        assertThat(guests.get(held.id()).state()).isEqualTo(GuestState.ACTIVE);
        assertThat(guests.get(held.id()).attention()).isEqualTo(Attention.HELD_BY_BRAKE);
        assertThat(guests.get(refused.id()).attention()).isEqualTo(Attention.REMOVAL_REFUSED);
    }

    private void moved(Guest guest, Instant end) {
        new TransactionTemplate(transactions).executeWithoutResult(status -> leaving.endsAt(guest.id(), end));
    }

    @Test
    void anEndThatIsSetAgainAsItWasRemainsForeseen() {
        List<Guest> all = active(8);
        all.forEach(guest -> {
            some.endsNow(guest);
            some.foreseen(guest, Duration.ofDays(10));
            moved(guest, guests.get(guest.id()).accessUntil());
        });
        List<Effect> blocks = all.stream().map(some::expired).toList();

        run(gateway);

        assertThat(blocks).allMatch(block -> some.state(block) == Effect.State.CONFIRMED);
    }

    @Test
    void urgentBlocksPassTheUsedUpCapUpToFiveAnHour() {
        blocked(active(CAP));
        run(gateway);
        List<Effect> urgent = active(6).stream()
                .map(guest -> some.block(guest, Cause.REQUEST, true, SPONSOR))
                .toList();

        run(gateway);

        assertThat(urgent)
                .filteredOn(block -> some.state(block) == Effect.State.CONFIRMED)
                .hasSize(5);
        assertThat(holds.waiting(ADMIN))
                .singleElement()
                .satisfies(batch -> assertThat(batch.size()).isEqualTo(1));
    }

    @Test
    void oneClinicsGuestsAreBlockedUpToTheClinicsOwnCap() {
        some.cap(Cap.Name.CLINIC, 2, 1000, 0);
        List<Effect> here = blocked(active(3));
        run(gateway);
        Effect elsewhere = some.block(some.active("lakeside"), Cause.REQUEST, false, SPONSOR);

        run(gateway);

        assertThat(here)
                .filteredOn(block -> some.state(block) == Effect.State.CONFIRMED)
                .hasSize(2);
        assertThat(some.state(elsewhere)).isEqualTo(Effect.State.CONFIRMED);
        assertThat(holds.waiting(ADMIN))
                .singleElement()
                .satisfies(batch -> assertThat(batch.key().cap()).isEqualTo(Cap.Name.CLINIC));
    }

    @Test
    void aRestartChangesNothing() {
        blocked(active(CAP));
        run(gateway);
        Effect more = blocked(active(1)).get(0);
        run(gateway);

        Brake restarted = beans.createBean(Brake.class);
        clock.step(AGAIN);
        run(anotherNode());

        assertThat(restarted).isNotSameAs(beans.getBean(Brake.class));
        assertThat(some.state(more)).isEqualTo(Effect.State.PLANNED);
        assertThat(counted()).isEqualTo(CAP);
    }

    @Test
    void twoDifferentAdministratorsReleaseAndItGoesAtOnceWithoutCounting() {
        List<Guest> all = active(6);
        Effect held = held(blocked(all));
        Guest guest = guestOf(held);

        assertThat(holds.release(Choice.of(held.id()), ADMIN)).isEqualTo(new Released(1, 0, 0));
        run(gateway);
        assertThat(some.canSignIn(guest)).as("one is not enough").isTrue();
        assertThatThrownBy(() -> holds.release(Choice.of(held.id()), ADMIN))
                .isInstanceOf(Conflict.class)
                .hasMessageContaining("asked for this release yourself");

        assertThat(holds.release(Choice.of(held.id()), OTHER)).isEqualTo(new Released(0, 1, 0));
        run(gateway);

        assertThat(some.canSignIn(guest)).isFalse();
        assertThat(guests.get(guest.id()).attention()).isNull();
        assertThat(codes(guest))
                .containsSubsequence(
                        "held-by-brake", "brake-release-asked", "brake-released", "let-go-by-brake", "blocked");
        assertThat(audit.isIntact(guest.id().value())).isTrue();
        assertThat(standing.now().blocks().used()).isEqualTo(CAP);
        assertThatThrownBy(() -> holds.release(Choice.of(held.id()), ADMIN)).isInstanceOf(Conflict.class);
    }

    @Test
    void whoeverAskedForTheRemovalIsNeitherOfTheTwo() {
        blocked(active(CAP));
        run(gateway);
        Effect held = some.block(active(1).get(0), Cause.REQUEST, false, SeedPeople.ADMIN.id());
        run(gateway);

        assertThatThrownBy(() -> holds.release(Choice.of(held.id()), ADMIN))
                .isInstanceOf(Conflict.class)
                .hasMessageContaining("asked for this removal yourself");
        holds.release(Choice.of(held.id()), OTHER);
        assertThatThrownBy(() -> holds.release(Choice.of(held.id()), ADMIN)).isInstanceOf(Conflict.class);

        run(gateway);
        assertThat(some.state(held)).isEqualTo(Effect.State.PLANNED);
    }

    @Test
    void twoWhoConfirmAtOnceReleaseOnce() throws Exception {
        Effect held = held(blocked(active(6)));
        holds.release(Choice.of(held.id()), ADMIN);
        Viewer third = Viewer.of(SeedPeople.person(902, "ivo.stark", "Ivo Stark", Role.ADMINISTRATOR));

        List<Boolean> done = parallel(List.of(() -> releases(held, OTHER), () -> releases(held, third)));

        assertThat(done).containsExactlyInAnyOrder(true, false);
        assertThat(codes(guestOf(held))).containsOnlyOnce("brake-released");
    }

    @Test
    void oneDropsWithAReasonAndTheActIsNeverDone() {
        Effect held = held(blocked(active(6)));
        Guest guest = guestOf(held);
        assertThatThrownBy(() -> holds.drop(Choice.of(held.id()), " ", ADMIN)).isInstanceOf(InvalidInput.class);

        assertThat(holds.drop(Choice.of(held.id()), "A wrong list", ADMIN)).isEqualTo(1);
        run(gateway);

        assertThat(some.state(held)).isEqualTo(Effect.State.REFUSED);
        assertThat(effects.of(guest.id().value()).get(0).code()).isEqualTo(Brake.DROPPED);
        assertThat(some.canSignIn(guest)).isTrue();
        assertThat(guests.get(guest.id()).attention()).isNull();
        assertThat(codes(guest)).contains("brake-dropped").doesNotContain("blocked");
        assertThat(holds.waiting(ADMIN)).isEmpty();
        assertThatThrownBy(() -> holds.drop(Choice.of(held.id()), "Again", ADMIN))
                .isInstanceOf(Conflict.class);
        assertThatThrownBy(() -> holds.release(Choice.of(held.id()), OTHER)).isInstanceOf(Conflict.class);
    }

    @Test
    void aWholeBatchIsReleasedByItsNumberAndThoseOnesOwnAreLeft() {
        blocked(active(CAP));
        run(gateway);
        blocked(active(7));
        Effect own = some.block(active(1).get(0), Cause.REQUEST, false, SeedPeople.ADMIN.id());
        run(gateway);
        String batch = holds.waiting(ADMIN).get(0).key().toString();
        assertThatThrownBy(() -> holds.release(new Choice(null, batch, 7L), ADMIN))
                .isInstanceOf(InvalidInput.class)
                .hasMessageContaining("8");
        assertThatThrownBy(() -> holds.release(new Choice(null, batch, null), ADMIN))
                .isInstanceOf(InvalidInput.class);

        assertThat(holds.release(new Choice(null, batch, 8L), ADMIN)).isEqualTo(new Released(7, 0, 1));
        assertThatThrownBy(() -> holds.release(new Choice(null, batch, 8L), ADMIN))
                .isInstanceOf(Conflict.class);
        assertThat(holds.release(new Choice(null, batch, 8L), OTHER)).isEqualTo(new Released(1, 7, 0));
        run(gateway);

        assertThat(some.state(own)).isEqualTo(Effect.State.PLANNED);
        assertThat(holds.waiting(ADMIN))
                .singleElement()
                .satisfies(left -> assertThat(left.size()).isEqualTo(1));
    }

    @Test
    void nothingChosenAndEverythingAreNoChoice() {
        held(blocked(active(6)));

        for (Choice choice :
                List.of(new Choice(null, null, null), new Choice(List.of(), null, 1L), new Choice(null, null, 1L))) {
            assertThatThrownBy(() -> holds.drop(choice, "Wrong", ADMIN)).isInstanceOf(InvalidInput.class);
        }
        for (Choice choice : List.of(
                new Choice(Collections.singletonList(null), null, null),
                new Choice(Arrays.asList(UUID.randomUUID(), null), null, null))) {
            assertThatThrownBy(() -> holds.drop(choice, "Wrong", ADMIN)).isInstanceOf(InvalidInput.class);
            assertThatThrownBy(() -> holds.release(choice, ADMIN)).isInstanceOf(InvalidInput.class);
        }
        for (String batch : List.of(
                "",
                "*",
                "all",
                "block_blocks_*",
                "block_blocks_2020-01-01",
                "block_blocks_+999999999-12-31",
                "block_blocks_+999999998-12-31",
                "block_blocks_-999999999-01-01",
                "invite_blocks_2026-11-21")) {
            assertThatThrownBy(() -> holds.drop(new Choice(null, batch, 1L), "Wrong", ADMIN))
                    .isInstanceOf(NotFound.class);
        }
        assertThatThrownBy(() -> holds.release(Choice.of(UUID.randomUUID()), ADMIN))
                .isInstanceOf(NotFound.class);
    }

    @Test
    void onlyAdministratorsDecideAndOwnersLook() {
        Effect held = held(blocked(active(6)));

        for (Person person : List.of(SeedPeople.AMARA, SeedPeople.OWNER)) {
            assertThatThrownBy(() -> holds.release(Choice.of(held.id()), Viewer.of(person)))
                    .isInstanceOf(AccessDeniedException.class);
            assertThatThrownBy(() -> holds.drop(Choice.of(held.id()), "No", Viewer.of(person)))
                    .isInstanceOf(AccessDeniedException.class);
        }
        assertThatThrownBy(() -> holds.waiting(Viewer.of(SeedPeople.AMARA))).isInstanceOf(AccessDeniedException.class);
        assertThat(holds.waiting(Viewer.of(SeedPeople.OWNER))).hasSize(1);
    }

    @Test
    void whatIsNotWantedAnyMoreIsNotHeldAnyMore() {
        Effect held = held(blocked(active(6)));
        Removal removal = removals.current(guestOf(held).id()).orElseThrow();

        new TransactionTemplate(transactions)
                .executeWithoutResult(
                        status -> removals.ended(removal, Removal.Ending.GIVEN_UP, "decided", Actor.schedule("test")));

        assertThat(holds.waiting(ADMIN)).isEmpty();
        assertThat(guests.get(removal.guest()).attention()).isNull();
    }

    /** From which path a bug or a bad feed asks for too many at once. */
    enum Path {
        EXPIRY,
        REQUEST,
        WITHDRAWAL,
        REVIEW,
        GRACE_OVER,
        LAPSE
    }

    @ParameterizedTest
    @EnumSource(Path.class)
    void whicheverPathMarksThirtyGuestsTheCapHolds(Path path) throws Exception {
        Function<Guest, Effect> marks = switch (path) {
            case GRACE_OVER -> some::delete;
            case LAPSE -> some::lapse;
            default -> guest -> some.block(guest, Cause.valueOf(path.name()), false, SPONSOR);
        };
        drill(path == Path.LAPSE ? pending(30) : active(30), marks);
    }

    @ParameterizedTest
    @EnumSource(Cause.class)
    void whateverTheCauseAThirtyfoldMistakeStopsAtTheCapThroughARestart(Cause cause) throws Exception {
        List<Guest> all = active(30);
        Function<Guest, Effect> marks = guest -> some.block(guest, cause, false, SPONSOR);
        List<Effect> first = all.subList(0, 15).stream().map(marks).toList();
        together(gateway, anotherNode());

        List<Effect> acts = new ArrayList<>(first);
        acts.addAll(all.subList(15, 30).stream().map(marks).toList());
        clock.step(AGAIN);
        together(anotherNode(), anotherNode());

        assertThat(acts)
                .filteredOn(act -> some.state(act) == Effect.State.CONFIRMED)
                .hasSize(CAP);
        assertThat(all).filteredOn(guest -> !some.canSignIn(guest)).hasSize(CAP);
    }

    private void drill(List<Guest> all, Function<Guest, Effect> marks) throws Exception {
        List<Effect> acts = all.stream().map(marks).toList();

        together(gateway, anotherNode());
        clock.step(AGAIN);
        together(gateway, anotherNode());

        assertThat(acts)
                .filteredOn(act -> some.state(act) == Effect.State.CONFIRMED)
                .hasSize(CAP);
        boolean deletes = acts.get(0).kind() == Effect.Kind.DELETE;
        assertThat(all)
                .filteredOn(guest -> deletes ? !some.isThere(guest) : !some.canSignIn(guest))
                .hasSize(CAP);
        assertThat(holds.waiting(ADMIN))
                .singleElement()
                .satisfies(batch -> assertThat(batch.size()).isEqualTo(30 - CAP));
    }

    private List<Guest> active(int howMany) {
        return IntStream.range(0, howMany).mapToObj(i -> some.active("harbour")).toList();
    }

    private List<Guest> pending(int howMany) {
        return IntStream.range(0, howMany)
                .mapToObj(i -> some.pending("harbour"))
                .toList();
    }

    private List<Effect> blocked(List<Guest> all) {
        return all.stream()
                .map(guest -> some.block(guest, Cause.REQUEST, false, SPONSOR))
                .toList();
    }

    /** The one that was held of some of which there is one too many. */
    private Effect held(List<Effect> blocks) {
        run(gateway);
        return only(blocks, Effect.State.PLANNED);
    }

    private Effect only(List<Effect> all, Effect.State state) {
        List<Effect> found =
                all.stream().filter(one -> some.state(one) == state).toList();
        assertThat(found).hasSize(1);
        return found.get(0);
    }

    private Guest guestOf(Effect effect) {
        return guests.get(new GuestId(effect.guestId()));
    }

    private boolean releases(Effect held, Viewer viewer) {
        try {
            return holds.release(Choice.of(held.id()), viewer).released() == 1;
        } catch (Conflict late) {
            return false;
        }
    }

    private Gateway anotherNode() {
        return beans.createBean(Gateway.class);
    }

    private static int run(Gateway node) {
        int all = 0;
        for (int done = node.runOnce(); done > 0; done = node.runOnce()) {
            all += done;
        }
        return all;
    }

    private static void together(Gateway one, Gateway other) throws Exception {
        parallel(List.of(() -> run(one), () -> run(other)));
        run(one);
    }

    private static <T> List<T> parallel(List<Callable<T>> tasks) throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(tasks.size());
        try {
            List<T> answers = new ArrayList<>();
            for (Future<T> answer : threads.invokeAll(tasks)) {
                answers.add(answer.get());
            }
            return answers;
        } finally {
            threads.shutdownNow();
        }
    }

    private void later() {
        clock.step(AGAIN);
        run(gateway);
    }

    private void aDayLater() {
        db.sql("update brake_count set counted_at = counted_at - interval '25 hours'")
                .update();
    }

    private long counted() {
        return db.sql("select count(*) from brake_count").query(Long.class).single();
    }

    private long attempts(Effect effect) {
        return db.sql("select attempts from effect where id = ?")
                .param(effect.id())
                .query(Long.class)
                .single();
    }

    private List<String> codes(Guest guest) {
        return audit.of(guest.id().value()).stream().map(AuditEntry::code).toList();
    }
}
