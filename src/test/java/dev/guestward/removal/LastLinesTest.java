package dev.guestward.removal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.guestward.audit.Actor;
import dev.guestward.clinic.Clinics;
import dev.guestward.directory.AppRole;
import dev.guestward.directory.DirectoryUser;
import dev.guestward.directory.InMemoryDirectory;
import dev.guestward.directory.ObjectId;
import dev.guestward.directory.effect.Effect;
import dev.guestward.directory.effect.Effects;
import dev.guestward.directory.effect.Wish;
import dev.guestward.directory.gateway.Gateway;
import dev.guestward.embedded.SeedPeople;
import dev.guestward.guest.Guest;
import dev.guestward.guest.GuestState;
import dev.guestward.guest.Guests;
import dev.guestward.guest.LeavingGuests;
import dev.guestward.invitation.process.InvitationSlice;
import dev.guestward.people.Viewer;
import dev.guestward.platform.SteppedClock;
import dev.guestward.removal.exemption.ProtectedAccounts;
import dev.guestward.removal.exemption.ProtectionRequest;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.dao.DataAccessException;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.context.junit.jupiter.SpringJUnitConfig;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** What still stands between an act and the wrong person when everything before it has failed. */
@SpringJUnitConfig(InvitationSlice.class)
class LastLinesTest {
    @Autowired
    Guests guests;

    @Autowired
    LeavingGuests leaving;

    @Autowired
    Removals removals;

    @Autowired
    Restorations restorations;

    @Autowired
    RemovalLastWord lastWord;

    @Autowired
    ProtectedAccounts protectedAccounts;

    @Autowired
    Effects effects;

    @Autowired
    Gateway gateway;

    @Autowired
    InMemoryDirectory directory;

    @Autowired
    Clinics clinics;

    @Autowired
    BrakeCaps caps;

    @Autowired
    JdbcClient db;

    @Autowired
    PlatformTransactionManager transactions;

    private final SteppedClock clock = SteppedClock.instance();
    private HeldGuests some;
    private TransactionTemplate transaction;

    @BeforeEach
    void begin() {
        some = new HeldGuests(guests, clinics, removals, effects, directory, db, transactions, clock);
        some.forgetAll();
        transaction = new TransactionTemplate(transactions);
    }

    @Test
    void whileSomebodyMovesTheEndNoBlockLeaves() {
        Guest guest = some.active("harbour");
        Effect block = some.block(guest, Cause.EXPIRY, false, SeedPeople.AMARA.id());

        transaction.executeWithoutResult(status -> {
            leaving.locked(guest.id());

            assertThatThrownBy(
                            () -> CompletableFuture.runAsync(() -> word(block)).join())
                    .hasStackTraceContaining("lock timeout");
        });

        word(block);
    }

    @Test
    void anActOfARemovalThatIsOverIsRefused() {
        Guest guest = some.active("harbour");
        Effect block = some.block(guest, Cause.REQUEST, true, SeedPeople.AMARA.id());
        Removal removal = removals.current(guest.id()).orElseThrow();
        transaction.executeWithoutResult(
                status -> removals.ended(removal, Removal.Ending.UNDONE, "undone", Actor.person(removal.askedBy())));

        gateway.runOnce();

        assertThat(some.state(block)).isEqualTo(Effect.State.REFUSED);
        assertThat(some.canSignIn(guest)).isTrue();
    }

    @Test
    void nobodyWhoIsNotInTheRegisterIsTouched() {
        DirectoryUser stranger = directory.add(
                UUID.randomUUID() + "@harbour-clinic.example",
                DirectoryUser.Kind.GUEST,
                DirectoryUser.Redemption.ACCEPTED);
        Effect block = effects.plan(Wish.block("stranger-" + stranger.id(), UUID.randomUUID(), stranger.id()));

        gateway.runOnce();

        assertThat(some.state(block)).isEqualTo(Effect.State.REFUSED);
        assertThat(directory.user(stranger.id()).orElseThrow().enabled()).isTrue();
    }

    @Test
    void aProtectedAccountIsLeftAlone() {
        Guest guest = some.active("harbour");
        LocalDate today = LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC);
        protectedAccounts.add(
                new ProtectionRequest(null, guest.id().toString(), "Break glass", today.toString()),
                Viewer.of(SeedPeople.ADMIN));

        leftAlone(guest);
    }

    @Test
    void anAccountThatIsMasteredElsewhereIsLeftAlone() {
        Guest guest = some.active("harbour");
        directory.become(guest.account().orElseThrow(), DirectoryUser.Kind.GUEST, true);

        leftAlone(guest);
    }

    @Test
    void theDatabaseKnowsOneOpenRemovalAGuest() {
        Guest guest = some.active("harbour");
        some.block(guest, Cause.EXPIRY, false, SeedPeople.AMARA.id());

        assertThatThrownBy(() -> db.sql("insert into removal (id, guest_id, cause, urgent, asked_by, asked_at,"
                                + " undo_until, access_until, state_before)"
                                + " values (?, ?, 'EXPIRY', false, 'nobody', now(), now(), now(), 'ACTIVE')")
                        .params(UUID.randomUUID(), guest.id().value())
                        .update())
                .isInstanceOf(DuplicateKeyException.class);
    }

    @Test
    void theDatabaseKnowsOneGuestAnAccount() {
        Guest one = some.active("harbour");
        Guest other = some.active("harbour");

        assertThatThrownBy(() -> db.sql("update guest set directory_id = ? where id = ?")
                        .params(one.account().orElseThrow().value(), other.id().value())
                        .update())
                .isInstanceOf(DuplicateKeyException.class);
    }

    @Test
    void theDatabaseLetsNobodyReleaseAHeldActTwice() {
        Guest guest = some.active("harbour");
        Effect block = some.block(guest, Cause.REQUEST, false, SeedPeople.AMARA.id());
        db.sql("insert into brake_hold (effect_id, guest_id, clinic_id, kind, cap, held_at)"
                        + " values (?, ?, ?, 'BLOCK', 'BLOCKS', ?)")
                .params(block.id(), guest.id().value(), guest.clinicId(), Timestamp.from(clock.instant()))
                .update();

        assertThatThrownBy(() -> db.sql("update brake_hold set first_by = 'a', second_by = 'a' where effect_id = ?")
                        .param(block.id())
                        .update())
                .isInstanceOf(DataAccessException.class);
    }

    @Test
    void aDeletionThatIsWishedForTooEarlyIsNotSent() {
        Guest guest = some.active("harbour");
        Effect deletion = some.delete(guest);
        db.sql("update removal set delete_after = ? where guest_id = ?")
                .params(
                        Timestamp.from(clock.instant().plusSeconds(3600)),
                        guest.id().value())
                .update();

        gateway.runOnce();

        assertThat(some.state(deletion)).isEqualTo(Effect.State.PLANNED);
        assertThat(some.isThere(guest)).isTrue();
    }

    @Test
    void aBlockThatHasLeftIsOnRecord() {
        Guest guest = some.active("harbour");
        directory.next(InMemoryDirectory.Trouble.REQUEST_LOST);
        some.block(guest, Cause.EXPIRY, false, SeedPeople.AMARA.id());

        gateway.runOnce();

        assertThat(removals.current(guest.id()).orElseThrow().blockSentAt()).isNotNull();
    }

    @Test
    void theBrakeCountsWhatOtherNodesHaveDone() {
        some.cap(BrakeCaps.Cap.Name.BLOCKS, 1, 1, 0);
        Guest theirs = some.active("harbour");
        db.sql("insert into brake_count (effect_id, guest_id, clinic_id, kind, counted_as, urgent, counted_at)"
                        + " values (?, ?, ?, 'BLOCK', 'NORMAL', false, ?)")
                .params(UUID.randomUUID(), theirs.id().value(), theirs.clinicId(), Timestamp.from(clock.instant()))
                .update();
        Guest ours = some.active("harbour");
        some.block(ours, Cause.REQUEST, false, SeedPeople.AMARA.id());

        gateway.runOnce();

        assertThat(some.canSignIn(ours)).isTrue();
    }

    @Test
    void twoDoNotAskTheBrakeAtOnce() {
        caps.all(); // whoever asks first writes them down, which would make the other wait, too
        Effect one = some.block(some.active("harbour"), Cause.REQUEST, false, SeedPeople.AMARA.id());
        Effect other = some.block(some.active("harbour"), Cause.REQUEST, false, SeedPeople.AMARA.id());

        transaction.executeWithoutResult(status -> {
            lastWord.on(one);

            assertThatThrownBy(
                            () -> CompletableFuture.runAsync(() -> word(other)).join())
                    .hasStackTraceContaining("lock timeout");
        });
    }

    @Test
    void anAccountThatOneLookDoesNotShowIsNotGone() {
        Guest guest = some.active("harbour");
        directory.loseSightOf(account(guest));
        Effect block = some.block(guest, Cause.REQUEST, true, SeedPeople.AMARA.id());

        gateway.runOnce();
        assertThat(some.state(block)).isEqualTo(Effect.State.PLANNED);
        directory.showAll();
        clock.step(Duration.ofMinutes(1));
        gateway.runOnce();

        assertThat(some.state(block)).isEqualTo(Effect.State.CONFIRMED);
        assertThat(some.canSignIn(guest)).isFalse();
    }

    @Test
    void aLookThatShowsTheAccountBetweenTwoThatDoNotStartsTheWaitAnew() {
        Guest guest = some.active("harbour");
        directory.loseSightOf(account(guest));
        Effect block = some.block(guest, Cause.REQUEST, true, SeedPeople.AMARA.id());
        gateway.runOnce();
        directory.showAll();
        directory.next(InMemoryDirectory.Trouble.REQUEST_LOST);
        clock.step(Duration.ofMinutes(4));
        gateway.runOnce();
        directory.loseSightOf(account(guest));

        clock.step(Duration.ofMinutes(4));
        gateway.runOnce();
        assertThat(some.state(block)).isEqualTo(Effect.State.UNKNOWN);

        clock.step(Duration.ofMinutes(6));
        gateway.runOnce();
        assertThat(some.state(block)).isEqualTo(Effect.State.REFUSED);
    }

    @Test
    void oneReplicaThatKnowsNothingOfAnAccountEndsNoAct() {
        Guest guest = some.active("harbour");
        directory.next(InMemoryDirectory.Trouble.NOT_THERE);
        Effect block = some.block(guest, Cause.REQUEST, true, SeedPeople.AMARA.id());

        gateway.runOnce();
        clock.step(Duration.ofMinutes(1));
        gateway.runOnce();

        assertThat(some.state(block)).isEqualTo(Effect.State.CONFIRMED);
        assertThat(some.canSignIn(guest)).isFalse();
    }

    @Test
    void aDeletionIsDoneOnlyIfTheAccountLiesInTheRecycleBinOrIsNowhereForAWhile() {
        Guest guest = some.active("harbour");
        Effect deletion = some.delete(guest);
        directory.loseSightOf(account(guest));

        gateway.runOnce();
        assertThat(some.state(deletion)).isEqualTo(Effect.State.PLANNED);
        directory.showAll();
        clock.step(Duration.ofMinutes(6));
        gateway.runOnce();

        assertThat(some.state(deletion)).isEqualTo(Effect.State.CONFIRMED);
        assertThat(some.isThere(guest)).isFalse();
        Guest other = some.active("harbour");
        Effect late = some.delete(other);
        directory.delete(account(other));
        directory.purge(account(other));
        gateway.runOnce();
        assertThat(some.state(late)).isEqualTo(Effect.State.PLANNED);
        clock.step(Duration.ofMinutes(6));
        gateway.runOnce();
        assertThat(some.state(late)).isEqualTo(Effect.State.CONFIRMED);
    }

    @ParameterizedTest
    @EnumSource(
            value = GuestState.class,
            names = {"BLOCKED", "DELETED", "PURGED"})
    void accessThatWaitedIsNotGivenToWhoWasRemovedMeanwhile(GuestState state) {
        Guest guest = some.active("harbour");
        Effect member = member("invitation:" + guest.id(), guest);
        AppRole role = new AppRole(id(), id());
        Effect assigned =
                effects.plan(Wish.assignAppRole("role:" + guest.id(), guest.id().value(), account(guest), role));
        db.sql("update guest set state = ? where id = ?")
                .params(state.name(), guest.id().value())
                .update();

        runGateway();

        assertThat(some.state(member)).isEqualTo(Effect.State.REFUSED);
        assertThat(some.state(assigned)).isEqualTo(Effect.State.REFUSED);
        assertThat(directory.actuallyHeld(account(guest))).isEmpty();
    }

    @Test
    void accessThatMayHaveBeenGivenAndWasNotIsNotGivenToWhoWasRemovedMeanwhile() {
        Guest guest = some.active("harbour");
        directory.next(InMemoryDirectory.Trouble.REQUEST_LOST);
        Effect member = member("invitation:" + guest.id(), guest);
        gateway.runOnce();
        assertThat(some.state(member)).isEqualTo(Effect.State.UNKNOWN);
        db.sql("update guest set state = 'BLOCKED' where id = ?")
                .param(guest.id().value())
                .update();

        clock.step(Duration.ofMinutes(1));
        gateway.runOnce();

        assertThat(some.state(member)).isEqualTo(Effect.State.REFUSED);
        assertThat(directory.actuallyHeld(account(guest))).isEmpty();
    }

    @Test
    void whatAReplayMayHaveGivenAndHasNotIsNotGivenOnceItIsOver() {
        Guest former = some.active("harbour");
        some.delete(former);
        Guest guest = some.active("harbour");
        Removal of = removals.current(former.id()).orElseThrow();
        transaction.executeWithoutResult(status -> restorations.replay(of, guest.id()));
        Restoration replay = restorations.current(guest.id()).orElseThrow();
        Effect given = member(replay.key("give:one"), guest);
        gateway.runOnce();
        assertThat(some.state(given)).isEqualTo(Effect.State.CONFIRMED);
        runGateway();
        directory.next(InMemoryDirectory.Trouble.REQUEST_LOST);
        Effect dark = member(replay.key("give:other"), guest);
        gateway.runOnce();
        assertThat(some.state(dark)).isEqualTo(Effect.State.UNKNOWN);

        transaction.executeWithoutResult(status -> removals.open(new Removals.Request(
                guest.id(), Cause.REQUEST, Actor.person(SeedPeople.AMARA.id().value()), "Has left", true)));
        clock.step(Duration.ofMinutes(1));
        gateway.runOnce();

        assertThat(some.state(dark)).isEqualTo(Effect.State.REFUSED);
        assertThat(directory.actuallyHeld(account(guest))).hasSize(1);
    }

    @Test
    void whileSomebodyIsBeingRecordedAsRemovedNoMembershipLeaves() {
        Guest guest = some.active("harbour");
        Effect member = member("invitation:" + guest.id(), guest);

        transaction.executeWithoutResult(status -> {
            leaving.locked(guest.id());

            assertThatThrownBy(
                            () -> CompletableFuture.runAsync(() -> word(member)).join())
                    .hasStackTraceContaining("lock timeout");
        });

        word(member);
    }

    private Effect member(String key, Guest guest) {
        return effects.plan(Wish.addMember(key, guest.id().value(), account(guest), id()));
    }

    private static ObjectId id() {
        return new ObjectId(UUID.randomUUID().toString());
    }

    private static ObjectId account(Guest guest) {
        return guest.account().orElseThrow();
    }

    private void runGateway() {
        for (int done = 1; done > 0; ) {
            done = gateway.runOnce();
        }
    }

    private void word(Effect block) {
        transaction.executeWithoutResult(status -> {
            db.sql("set local lock_timeout = '200ms'").update();
            lastWord.on(block);
        });
    }

    private void leftAlone(Guest guest) {
        Effect block = some.block(guest, Cause.REQUEST, true, SeedPeople.AMARA.id());

        gateway.runOnce();

        assertThat(some.state(block)).isEqualTo(Effect.State.REFUSED);
        assertThat(some.canSignIn(guest)).isTrue();
    }
}
