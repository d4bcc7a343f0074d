package dev.guestward.guest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.guestward.audit.Actor;
import dev.guestward.directory.AccountInspection;
import dev.guestward.directory.DirectoryReads;
import dev.guestward.directory.DirectoryUser;
import dev.guestward.directory.InMemoryDirectory.Trouble;
import dev.guestward.directory.ManagedAccounts;
import dev.guestward.directory.ManagedGroups;
import dev.guestward.directory.Membership;
import dev.guestward.directory.ObjectId;
import dev.guestward.directory.ReadTogether;
import dev.guestward.embedded.SeedPeople;
import dev.guestward.expiry.ExpiryPlanner;
import dev.guestward.expiry.OnGuestsThatEnd;
import dev.guestward.invitation.AccessAgain;
import dev.guestward.invitation.process.InvitationSlice;
import dev.guestward.people.Viewer;
import dev.guestward.problem.Conflict;
import dev.guestward.redemption.PassingDays;
import dev.guestward.removal.Cause;
import dev.guestward.removal.Removal;
import dev.guestward.removal.RemovalDecisions;
import dev.guestward.removal.RemovalRequests;
import dev.guestward.removal.RemovalWorkflow;
import dev.guestward.removal.Removals;
import dev.guestward.removal.RestorationRequests;
import java.lang.reflect.Proxy;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.AbstractList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** Each change that somebody else makes in the directory, and its answer in register and workflow. */
class ChangesByOthersTest extends OnGuestsThatEnd {
    private static final Viewer AMARA = Viewer.of(SeedPeople.AMARA);

    /** Long enough for no read to show the past. */
    private static final Duration LATER = Duration.ofMinutes(11);

    @Autowired
    ManagedAccounts accounts;

    @Autowired
    ManagedGroups groups;

    @Autowired
    AccountLooks looks;

    @Autowired
    AccountSights sights;

    @Autowired
    DirectorySightings sightings;

    @Autowired
    InvitationSlice.Missed missed;

    @Autowired
    RestorationRequests restorations;

    @Autowired
    AccessAgain access;

    @Autowired
    Grants grants;

    @Autowired
    RemovalRequests requests;

    @Autowired
    RemovalWorkflow workflow;

    @Autowired
    RemovalDecisions decisions;

    @Autowired
    ExpiryPlanner planner;

    @Autowired
    PlatformTransactionManager transactions;

    @Test
    void whomSomebodyElseDisablesStaysActiveAndIsShownUntilEnabledAgain() {
        GuestId guest = active();

        directory.enableSignIn(account(guest), false);
        see(guest);
        see(guest);

        assertThat(current(guest).state()).isEqualTo(GuestState.ACTIVE);
        assertThat(current(guest).attention()).isEqualTo(Attention.DISABLED_BY_OTHERS);
        assertThat(codes(guest)).containsOnlyOnce("disabled-by-others");

        directory.enableSignIn(account(guest), true);
        see(guest);

        assertThat(current(guest).attention()).isNull();
        assertThat(codes(guest)).containsOnlyOnce("enabled-by-others");
    }

    @Test
    void aBlockOfOursThatIsNotConfirmedYetIsNotSomebodyElses() {
        GuestId guest = active();
        requests.remove(guest, "Left", true, AMARA);
        directory.next(Trouble.ANSWER_LOST);
        gatewayOnly();
        assertThat(canSignIn(guest)).isFalse();
        assertThat(current(guest).state()).isEqualTo(GuestState.ACTIVE);

        see(guest);

        assertThat(codes(guest)).doesNotContain("disabled-by-others");
    }

    @Test
    void whoIsBlockedAndLetInByOthersIsBlockedAgainEachTimeAndFromTheSecondTimeOnShown() {
        GuestId guest = blocked();
        clock.step(LATER);

        letInByOthers(guest);
        assertThat(canSignIn(guest)).isFalse();
        assertThat(current(guest).attention()).isNull();
        assertThat(codes(guest)).containsOnlyOnce("let-in-by-others", "blocked");

        clock.step(LATER);
        letInByOthers(guest);
        assertThat(canSignIn(guest)).isFalse();
        assertThat(current(guest).attention()).isEqualTo(Attention.ENABLED_BY_OTHERS);
        assertThat(removal(guest).isOpen()).isTrue();
    }

    @Test
    void whoIsBlockedAndWhoseAccountPeopleLetStayIsBlockedAgainAndTheAccountStays() {
        GuestId guest = blocked();
        inTransaction(() -> {
            removals.givenUp(removal(guest), "dropped", Actor.schedule("brake"));
            workflow.overtaken(guest);
        });
        assertThat(current(guest).attention()).isNull();
        clock.step(LATER);

        letInByOthers(guest);
        assertThat(canSignIn(guest)).isFalse();
        assertThat(current(guest).state()).isEqualTo(GuestState.BLOCKED);
        assertThat(codes(guest)).containsOnlyOnce("let-in-by-others");
        assertThat(removal(guest).endedAs()).isEqualTo(Removal.Ending.GIVEN_UP);
        assertThat(removal(guest).deleteAfter()).as("no deletion is planned").isNull();

        clock.step(LATER);
        letInByOthers(guest);
        assertThat(canSignIn(guest)).isFalse();
        assertThat(current(guest).attention()).isEqualTo(Attention.ENABLED_BY_OTHERS);

        assertThat(removal(guest).deleteAfter()).isNull();
        assertThat(workflow.isRunning(guest)).isFalse();
        assertThat(directory.user(account(guest))).isPresent();
    }

    @Test
    void whoIsLetInBeforeTheDeletionIsBlockedAgainAndStaysSoIfItIsGivenUp() {
        GuestId guest = blocked();
        clock.step(LATER);
        directory.enableSignIn(account(guest), true);
        db.sql(
                        "update removal set blocked_at = blocked_at - interval '31 days', delete_after = delete_after - interval '31 days'"
                                + " where guest_id = ?")
                .param(guest.value())
                .update();
        new PassingDays(engine, db).pass(guest, Duration.ofDays(31));
        work();

        assertThat(current(guest).attention()).isEqualTo(Attention.REMOVAL_REFUSED);
        assertThat(canSignIn(guest))
                .as("seen right before the deletion, whoever else tells")
                .isFalse();
        assertThat(codes(guest)).containsOnlyOnce("let-in-by-others");

        inTransaction(() -> decisions.decide(guest, SeedPeople.ADMIN.id(), false));

        assertThat(current(guest).state()).isEqualTo(GuestState.BLOCKED);
        assertThat(current(guest).attention()).isNull();
        assertThat(removal(guest).endedAs()).isEqualTo(Removal.Ending.GIVEN_UP);
    }

    @Test
    void whoCannotBeBlockedAgainIsShown() {
        GuestId guest = blocked();
        clock.step(LATER);
        directory.holds(account(guest), Membership.Kind.DIRECTORY_ROLE, "Guest inviter");

        letInByOthers(guest);

        assertThat(canSignIn(guest)).isTrue();
        assertThat(current(guest).attention()).isEqualTo(Attention.ENABLED_BY_OTHERS);
        assertThat(codes(guest)).contains("not-blocked-again");
    }

    @Test
    void aRemovalForSilenceThatGoesOnAfterAForeignRestorationDeletesNobodyBeforeTheEnd() {
        GuestId guest = active();
        Instant end = current(guest).accessUntil();
        inTransaction(() ->
                requests.open(new Removals.Request(guest, Cause.SILENCE, Actor.schedule("reviews"), null, false)));
        work();
        assertThat(removal(guest).deleteAfter()).isEqualTo(end);

        directory.delete(account(guest));
        accounts.gone(account(guest), true, clock.instant());
        clock.step(LATER);
        directory.restore(account(guest));
        see(guest);
        work();

        assertThat(removal(guest).isOpen()).isTrue();
        assertThat(removal(guest).deleteAfter()).isEqualTo(end);
    }

    private void inTransaction(Runnable step) {
        new TransactionTemplate(transactions).executeWithoutResult(status -> step.run());
    }

    @Test
    void aReadThatShowsThePastAfterABlockChangesNothingInTheDirectory() {
        GuestId guest = active();
        DirectoryUser before = directory.user(account(guest)).orElseThrow();
        requests.remove(guest, "Left", true, AMARA);
        work();
        List<String> acts = directory.accepted();

        accounts.seen(before, clock.instant());
        work();

        assertThat(directory.accepted()).isEqualTo(acts);
        assertThat(codes(guest)).doesNotContain("let-in-by-others");
    }

    @Test
    void anAccountThatOthersDeletedEndsWhatIsUnderWayAndComesBackAsItWas() {
        GuestId guest = activeUntil(Duration.ofDays(2));
        planner.run();
        work();
        assertThat(instances(guest)).isPositive();

        directory.delete(account(guest));
        accounts.gone(account(guest), true, clock.instant());
        accounts.gone(account(guest), true, clock.instant());

        assertThat(current(guest).state()).isEqualTo(GuestState.DELETED);
        assertThat(codes(guest)).containsOnlyOnce("found-deleted");
        assertThat(instances(guest))
                .as("nobody is asked about the end any more")
                .isZero();

        clock.step(LATER);
        directory.restore(account(guest));
        see(guest);

        assertThat(current(guest).state()).isEqualTo(GuestState.ACTIVE);
        assertThat(codes(guest)).containsOnlyOnce("restored-by-others");
    }

    @Test
    void anInvitationWhoseAccountOthersDeletedIsOver() {
        GuestId guest = invited();

        directory.delete(account(guest));
        accounts.gone(account(guest), true, clock.instant());
        work();

        assertThat(current(guest).state()).isEqualTo(GuestState.DELETED);
        assertThat(instances(guest)).isZero();
    }

    @Test
    void anInvitationWhoseAccountOthersBringBackIsFollowedUpUntilTheGuestHasAccess() {
        GuestId guest = invited();
        directory.delete(account(guest));
        accounts.gone(account(guest), true, clock.instant());
        work();
        clock.step(LATER);

        directory.restore(account(guest));
        see(guest);
        work();

        assertThat(current(guest).state()).isEqualTo(GuestState.INVITED);
        assertThat(instances(guest)).isPositive();

        directory.redeem(current(guest).email());
        see(guest);
        work();

        assertThat(current(guest).state()).isEqualTo(GuestState.ACTIVE);
        assertThat(directory.isMember(group(), account(guest))).isTrue();
    }

    @Test
    void aReadThatShowsThePastAfterOurUnblockIsNotSomebodyElsesDoing() {
        GuestId guest = blocked();
        DirectoryUser before = directory.user(account(guest)).orElseThrow();
        restorations.restore(guest, "Back on the ward", null, AMARA);
        work();
        assertThat(current(guest).state()).isEqualTo(GuestState.ACTIVE);

        accounts.seen(before, clock.instant());

        assertThat(codes(guest)).doesNotContain("disabled-by-others");
        assertThat(current(guest).attention()).isNull();
        assertThat(isLookDue(guest)).isTrue();

        clock.step(LATER);
        directory.enableSignIn(account(guest), false);
        looks.run();
        assertThat(codes(guest)).containsOnlyOnce("disabled-by-others");
    }

    @Test
    void anAccountThatMakesTroubleKeepsNoneOfTheOthersFromBeingLookedAt() {
        GuestId bad = active();
        GuestId good = active();
        see(bad);
        see(good);
        Instant before = clock.instant().truncatedTo(ChronoUnit.MICROS);

        lookingAtTroubleWith(account(bad)).run();

        assertThat(isLookDue(good)).isFalse();
        assertThat(isLookDue(bad)).as("its turn comes again").isTrue();
        assertThat(db.sql("select looked_at from account_sight where guest_id = ?")
                        .param(bad.value())
                        .query(Timestamp.class)
                        .single()
                        .toInstant())
                .as("after that of the others")
                .isAfterOrEqualTo(before);
    }

    @Test
    void aChangeThatComesWhileTheAccountIsReadIsLookedAtAgain() {
        GuestId guest = active();
        Instant readAt = clock.instant();
        AccountInspection read =
                directory.inspect(List.of(account(guest))).get(account(guest)).orElseThrow();
        clock.step(Duration.ofSeconds(1));
        see(guest);

        sightings.inspected(account(guest), read, readAt);

        assertThat(isLookDue(guest)).isTrue();
    }

    @Test
    void whomALookDoesNotFindIsHandedOnUnlessTheAccountIsTooYoungToBeShownByAll() {
        GuestId guest = active();
        see(guest);
        directory.delete(account(guest));
        looks.run();
        assertThat(missed.accounts()).doesNotContain(account(guest));

        clock.step(Duration.ofHours(2));
        accounts.wholeRound();
        looks.run();

        assertThat(missed.accounts()).contains(account(guest));
        assertThat(current(guest).state()).as("alone it is no proof").isEqualTo(GuestState.ACTIVE);
    }

    @Test
    void whatOthersDeletedForGoodIsPurged() {
        GuestId guest = active();
        ObjectId account = account(guest);
        directory.delete(account);
        directory.purge(account);

        accounts.gone(account, false, clock.instant());

        assertThat(current(guest).state()).isEqualTo(GuestState.PURGED);
        assertThat(codes(guest)).containsSubsequence("found-deleted", "purged");
    }

    @Test
    void aDeletionByOthersEndsTheRemovalThatIsUnderWay() {
        GuestId guest = blocked();

        directory.delete(account(guest));
        accounts.gone(account(guest), true, clock.instant());
        work();

        assertThat(removal(guest).endedAs()).isEqualTo(Removal.Ending.GONE);
        assertThat(workflow.isRunning(guest)).isFalse();
    }

    @Test
    void whomOthersBringBackAfterOurRemovalIsBlockedAndTheRemovalGoesOn() {
        GuestId guest = blocked();
        clock.step(Duration.ofDays(31));
        new PassingDays(engine, db).fire(guest);
        work();
        assertThat(current(guest).state()).isEqualTo(GuestState.DELETED);
        see(account(guest), directory.restore(account(guest)));
        assertThat(current(guest).state())
                .as("a read so soon may show the past")
                .isEqualTo(GuestState.DELETED);

        clock.step(LATER);
        directory.enableSignIn(account(guest), true);
        looks.run();
        work();

        assertThat(current(guest).state()).isEqualTo(GuestState.BLOCKED);
        assertThat(current(guest).attention()).isEqualTo(Attention.RESTORED_BY_OTHERS);
        assertThat(canSignIn(guest)).isFalse();
        assertThat(removal(guest).isOpen()).isTrue();
        assertThat(workflow.isRunning(guest)).isTrue();
        assertThat(removal(guest).deleteAfter()).isAfter(clock.instant().plus(Duration.ofDays(29)));
    }

    @Test
    void whoseAccountWasTakenForGoneAndIsThereAfterAllIsFoundAndRemoved() {
        GuestId guest = active();
        clock.step(Duration.ofMinutes(6)); // the account is no longer young
        requests.remove(guest, "Left", true, AMARA);
        directory.loseSightOf(account(guest));
        work();
        assertThat(current(guest).state()).as("one look proves nothing").isEqualTo(GuestState.ACTIVE);
        clock.step(Duration.ofMinutes(6));
        work();
        assertThat(removal(guest).endedAs()).isEqualTo(Removal.Ending.GONE);
        looks.run();

        directory.showAll();
        clock.step(LATER);
        looks.run();
        work();

        assertThat(current(guest).state()).isEqualTo(GuestState.BLOCKED);
        assertThat(canSignIn(guest)).isFalse();
        assertThat(removal(guest).isOpen()).isTrue();
        assertThat(codes(guest)).containsSubsequence("found-deleted", "removal-goes-on", "blocked");
    }

    @Test
    void whoBecomesAMemberLeavesManagementAndIsNeverTouchedAgain() {
        GuestId guest = activeUntil(Duration.ofDays(2));
        planner.run();
        work();
        requests.remove(guest, "Left", false, AMARA);
        ObjectId account = account(guest);
        List<String> acts = directory.accepted();

        directory.become(account(guest), DirectoryUser.Kind.MEMBER, false);
        see(guest);
        clock.step(Duration.ofDays(3));
        work();

        assertThat(current(guest).state()).isEqualTo(GuestState.DELETED);
        assertThat(current(guest).account()).isEmpty();
        assertThat(removal(guest).endedAs()).isEqualTo(Removal.Ending.GIVEN_UP);
        assertThat(instances(guest)).isZero();
        assertThat(directory.accepted()).isEqualTo(acts);
        assertThat(accounts.managed(List.of(account))).isEmpty();
        assertThat(codes(guest)).containsOnlyOnce("became-member");
    }

    @Test
    void aDirectoryRoleIsShownAsLongAsItIsHeld() {
        GuestId guest = active();
        directory.holds(account(guest), Membership.Kind.DIRECTORY_ROLE, "Guest inviter");
        see(guest);
        looks.run();
        see(guest);
        looks.run();

        assertThat(current(guest).attention()).isEqualTo(Attention.DIRECTORY_ROLE);
        assertThat(codes(guest)).containsOnlyOnce("directory-role");

        directory.takeOthers(account(guest));
        clock.step(Duration.ofDays(8));
        looks.run();

        assertThat(current(guest).attention())
                .as("found within a week even if nothing tells")
                .isNull();
    }

    @Test
    void anAccountThatIsMasteredOnPremisesIsShown() {
        GuestId guest = active();

        directory.become(account(guest), DirectoryUser.Kind.GUEST, true);
        see(guest);
        see(guest);

        assertThat(current(guest).attention()).isEqualTo(Attention.SYNCHRONIZED);
        assertThat(codes(guest)).containsOnlyOnce("synchronized");
    }

    @Test
    void anotherMailAddressIsKeptToKnowThePersonByAndToldOnce() {
        GuestId guest = active();
        String other = "new." + guest + "@harbour-clinic.example";

        directory.changeMail(account(guest), other);
        see(guest);
        see(guest);

        assertThat(codes(guest)).containsOnlyOnce("mail-changed");
        assertThat(guests.openWithAddress(other).map(Guest::id)).contains(guest);
        assertThat(current(guest).email()).isNotEqualTo(other);
    }

    @Test
    void whoWasTakenOutOfAGroupHasLostAccessAndGetsItAgainFromTheSponsor() {
        GuestId guest = active();
        clock.step(LATER);

        directory.removeMember(group(), account(guest));
        seeGroup();
        seeGroup();

        assertThat(current(guest).attention()).isEqualTo(Attention.LOST_ACCESS);
        assertThat(codes(guest)).containsOnlyOnce("access-lost");
        assertThat(AccessAgain.mayGive(current(guest), Viewer.of(SeedPeople.BEN)))
                .isFalse();
        assertThat(AccessAgain.mayGive(current(guest), AMARA)).isTrue();

        Instant end = current(guest).accessUntil();
        endAt(guest, clock.instant());
        assertThatThrownBy(() -> access.give(guest, AMARA))
                .isInstanceOf(Conflict.class)
                .hasMessageContaining("Extend it first");
        endAt(guest, end);

        access.give(guest, AMARA);
        work();

        assertThat(current(guest).attention()).isNull();
        assertThat(directory.isMember(group(), account(guest))).isTrue();
        assertThat(current(guest).grants())
                .allSatisfy(held -> assertThat(held.givenAt()).isNotNull());
    }

    @Test
    void whoIsTakenOutMomentsAfterBeingPutInIsLookedForOnceMore() {
        GuestId guest = active();
        directory.removeMember(group(), account(guest));

        assertThat(seeGroup()).as("it may be an older state").isTrue();
        assertThat(codes(guest)).doesNotContain("access-lost");
        clock.step(LATER);
        assertThat(seeGroup()).isFalse();
        assertThat(codes(guest)).containsOnlyOnce("access-lost");
    }

    @Test
    void whoIsPutIntoAGroupThatGrantsHasItOnRecord() {
        GuestId guest = active();
        clock.step(LATER);
        directory.removeMember(group(), account(guest));
        seeGroup();
        directory.addMembers(group(), List.of(account(guest)));

        seeGroup();
        seeGroup();

        assertThat(current(guest).attention()).isNull();
        assertThat(codes(guest)).containsOnlyOnce("access-found");
    }

    @Test
    void whoHasJustBeenGivenAccessHasNotLostItBecauseTheDirectoryLags() {
        GuestId guest = active();

        seeGroup(java.util.Set.of());

        assertThat(codes(guest)).doesNotContain("access-lost");
    }

    private GuestId active() {
        return activeUntil(Duration.ofDays(300));
    }

    private GuestId blocked() {
        GuestId guest = active();
        requests.remove(guest, "Left", true, AMARA);
        work();
        assertThat(current(guest).state()).isEqualTo(GuestState.BLOCKED);
        return guest;
    }

    /** The same looks, at a directory that shows something of one account that nobody has thought of. */
    private AccountLooks lookingAtTroubleWith(ObjectId bad) {
        List<Membership> unthoughtOf = new AbstractList<>() {
            @Override
            public Membership get(int index) {
                throw new IllegalStateException("nobody has thought of this");
            }

            @Override
            public int size() {
                return 1;
            }
        };
        DirectoryReads trouble = (DirectoryReads) Proxy.newProxyInstance(
                getClass().getClassLoader(), new Class<?>[] {DirectoryReads.class}, (proxy, method, arguments) -> {
                    Object answer = method.invoke(directory, arguments);
                    if (!(answer instanceof ReadTogether<?> read)
                            || !read.found().containsKey(bad)) {
                        return answer;
                    }
                    Map<ObjectId, Object> shown = new HashMap<>(read.found());
                    shown.put(bad, new AccountInspection(directory.user(bad), unthoughtOf));
                    return new ReadTogether<>(shown, read.failed());
                });
        return new AccountLooks(sights, sightings, trouble, missed, clock);
    }

    private boolean isLookDue(GuestId guest) {
        return db.sql("select look_due from account_sight where guest_id = ?")
                .param(guest.value())
                .query(Boolean.class)
                .single();
    }

    private void letInByOthers(GuestId guest) {
        directory.enableSignIn(account(guest), true);
        see(guest);
        see(guest);
        work();
    }

    private void gatewayOnly() {
        // the workflow has wished for the block before the gateway is asked
        new TransactionTemplate(transactions)
                .executeWithoutResult(status ->
                        removals.current(guestWithRemoval()).ifPresent(removal -> removals.planBlock(removal, null)));
        gateway.runOnce();
    }

    private GuestId guestWithRemoval() {
        return new GuestId(db.sql("select guest_id from removal where ended_at is null order by asked_at desc limit 1")
                .query(java.util.UUID.class)
                .single());
    }

    private void see(GuestId guest) {
        accounts.seen(directory.user(account(guest)).orElseThrow(), clock.instant());
    }

    private void see(ObjectId account, Object restored) {
        assertThat(restored).isNotNull();
        accounts.seen(directory.user(account).orElseThrow(), clock.instant());
    }

    private boolean seeGroup() {
        return seeGroup(directory.members(group()));
    }

    private boolean seeGroup(java.util.Set<ObjectId> members) {
        return Boolean.TRUE.equals(new TransactionTemplate(transactions)
                .execute(status -> groups.seen(group(), members, clock.instant())));
    }

    private ObjectId group() {
        return grants.find(InvitationSlice.GRANT).orElseThrow().group();
    }

    private long instances(GuestId guest) {
        return engine.getRuntimeService()
                .createProcessInstanceQuery()
                .processInstanceBusinessKey(guest.toString())
                .count();
    }

    private void endAt(GuestId guest, Instant end) {
        db.sql("update guest set access_until = ? where id = ?")
                .params(Timestamp.from(end), guest.value())
                .update();
    }
}
