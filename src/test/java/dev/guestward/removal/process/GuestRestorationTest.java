package dev.guestward.removal.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.guestward.audit.Actor;
import dev.guestward.audit.AuditEntry;
import dev.guestward.audit.AuditLedger;
import dev.guestward.directory.AppRole;
import dev.guestward.directory.AppRoleAssignment;
import dev.guestward.directory.DirectoryUser;
import dev.guestward.directory.HeldGroup;
import dev.guestward.directory.InMemoryDirectory;
import dev.guestward.directory.InMemoryDirectory.Trouble;
import dev.guestward.directory.ManagedAccounts;
import dev.guestward.directory.Membership;
import dev.guestward.directory.ObjectId;
import dev.guestward.directory.Sponsor;
import dev.guestward.directory.gateway.Gateway;
import dev.guestward.directory.process.DirectoryTaskWorker;
import dev.guestward.embedded.SeedPeople;
import dev.guestward.guest.Attention;
import dev.guestward.guest.EarlierRecords;
import dev.guestward.guest.Guest;
import dev.guestward.guest.GuestId;
import dev.guestward.guest.GuestState;
import dev.guestward.guest.Guests;
import dev.guestward.guest.KnownAccounts;
import dev.guestward.invitation.InvitationAnswer;
import dev.guestward.invitation.InvitationRequest;
import dev.guestward.invitation.Invitations;
import dev.guestward.invitation.process.InvitationSlice;
import dev.guestward.people.Person;
import dev.guestward.people.Viewer;
import dev.guestward.platform.SteppedClock;
import dev.guestward.problem.Conflict;
import dev.guestward.problem.InvalidInput;
import dev.guestward.problem.NotFound;
import dev.guestward.redemption.PassingDays;
import dev.guestward.removal.Cause;
import dev.guestward.removal.HeldThings;
import dev.guestward.removal.Removal;
import dev.guestward.removal.Removal.Ending;
import dev.guestward.removal.Removal.Stage;
import dev.guestward.removal.RemovalRequests;
import dev.guestward.removal.Removals;
import dev.guestward.removal.Restoration;
import dev.guestward.removal.RestorationRequests;
import dev.guestward.removal.Restorations;
import dev.guestward.removal.SnapshotTaker;
import dev.guestward.removal.Snapshots;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.camunda.bpm.engine.ProcessEngine;
import org.camunda.bpm.engine.history.HistoricActivityInstance;
import org.camunda.bpm.engine.history.HistoricProcessInstance;
import org.camunda.bpm.engine.runtime.Job;
import org.camunda.bpm.engine.task.Task;
import org.camunda.bpm.model.bpmn.instance.FlowNode;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.security.access.AccessDeniedException;
import org.springframework.test.context.junit.jupiter.SpringJUnitConfig;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** Every way through {@code guest-restoration} on a bare engine. */
@SpringJUnitConfig(InvitationSlice.class)
class GuestRestorationTest {
    private static final ObjectId GROUP = new ObjectId("9d000000-2c7f-4e3a-b6d4-7a1f5c8e2b04");
    private static final Set<String> VISITED = new HashSet<>();
    private static Set<String> drawn = Set.of();
    private static int number;

    @Autowired
    ProcessEngine engine;

    @Autowired
    Invitations invitations;

    @Autowired
    Guests guests;

    @Autowired
    Removals removals;

    @Autowired
    RemovalRequests requests;

    @Autowired
    Restorations restorations;

    @Autowired
    RestorationRequests restoration;

    @Autowired
    EarlierRecords records;

    @Autowired
    HeldThings things;

    @Autowired
    Snapshots snapshots;

    @Autowired
    SnapshotTaker taker;

    @Autowired
    InMemoryDirectory directory;

    @Autowired
    ManagedAccounts accounts;

    @Autowired
    KnownAccounts known;

    @Autowired
    DirectoryTaskWorker worker;

    @Autowired
    Gateway gateway;

    @Autowired
    InvitationSlice.SwitchedMode mode;

    @Autowired
    AuditLedger audit;

    @Autowired
    JdbcClient db;

    @Autowired
    PlatformTransactionManager transactions;

    private final SteppedClock clock = SteppedClock.instance();
    private final List<GuestId> all = new ArrayList<>();
    private GuestId guest = GuestId.random();

    @BeforeEach
    void begin() {
        directory.calmDown();
        mode.reportOnly(false);
        db.sql("delete from brake_count").update();
        drawn = engine
                .getRepositoryService()
                .getBpmnModelInstance(engine.getRepositoryService()
                        .createProcessDefinitionQuery()
                        .processDefinitionKey(RestorationModel.PROCESS)
                        .latestVersion()
                        .singleResult()
                        .getId())
                .getModelElementsByType(FlowNode.class)
                .stream()
                .map(FlowNode::getId)
                .collect(Collectors.toSet());
    }

    @AfterEach
    void leave() {
        mode.reportOnly(false);
        for (GuestId one : all) {
            VISITED.addAll(passed(one));
            days().instances(one).stream()
                    .filter(instance -> instance.getRootProcessInstanceId().equals(instance.getId()))
                    .forEach(open -> engine.getRuntimeService().deleteProcessInstance(open.getId(), "test over"));
        }
    }

    @AfterAll
    static void everyElementOfTheModelWasVisited() {
        assertThat(VISITED).containsAll(drawn);
    }

    @Test
    void aBlockedGuestGetsEverythingBackAndIsLetInLast() {
        active();
        ObjectId second = group();
        AppRole role = role();
        sponsored();
        removed();
        assertThat(directory.memberships(id())).isEmpty();

        restore();

        assertThat(current().state()).isEqualTo(GuestState.ACTIVE);
        assertThat(account().enabled()).isTrue();
        assertThat(directory.isMember(GROUP, id())).isTrue();
        assertThat(directory.isMember(second, id())).isTrue();
        assertThat(directory.appRoles(id())).extracting(AppRoleAssignment::role).containsExactly(role);
        assertThat(directory.sponsors(id())).hasSize(1);
        assertThat(current().grants()).allMatch(grant -> grant.givenAt() != null);
        Removal removal = removals.newest(guest).orElseThrow();
        assertThat(removal.endedAs()).isEqualTo(Ending.RESTORED);
        assertThat(snapshots.of(removal.id())).allMatch(held -> held.lostBecause() == null);
        assertThat(acts().get(acts().size() - 1)).as("the last act of all").isEqualTo("unblock");
        assertThat(acts()).as("nobody took the sponsor").containsOnlyOnce("sponsor");
        assertThat(mails("ACCESS_RESTORED")).isEqualTo(1);
        assertThat(passed()).contains("EndEvent_GuestRestored").doesNotContain("ServiceTask_RestoreAccount");
        assertThat(codes())
                .containsSubsequence("restoration-asked", "removal-restored", "access-given-back", "restored")
                .doesNotHaveDuplicates();
        assertThat(audit.isIntact(guest.value())).isTrue();
        assertThat(days().instances(guest)).as("the removal is over, too").isEmpty();
    }

    @Test
    void aGuestInTheRecycleBinComesBackWithSponsorAndGroups() {
        active();
        sponsored();
        removed();
        graceOver();
        assertThat(current().state()).isEqualTo(GuestState.DELETED);
        directory.sponsors(id()).forEach(sponsor -> directory.removeSponsor(id(), sponsor.id()));

        restore();

        assertThat(current().state()).isEqualTo(GuestState.ACTIVE);
        assertThat(directory.isMember(GROUP, id())).isTrue();
        assertThat(directory.sponsors(id())).as("given again").hasSize(1);
        assertThat(codes()).containsSubsequence("deleted", "undeleted", "access-given-back", "restored");
        assertThat(removals.newest(guest).orElseThrow().endedAs())
                .as("it did end so")
                .isEqualTo(Ending.DELETED);
    }

    @Test
    void aRestoredAccountThatNobodyKnowsYetIsWaitedForAndLosesNothing() {
        active();
        AppRole role = role();
        removed();
        graceOver();
        clock.step(Duration.ofMinutes(6));
        directory.showAccountsLate();

        restore();
        clock.step(Duration.ofMinutes(2));
        work();
        assertThat(current().state()).isEqualTo(GuestState.BLOCKED);
        directory.showAll();
        clock.step(Duration.ofMinutes(1));
        work();

        assertThat(current().state()).isEqualTo(GuestState.ACTIVE);
        assertThat(directory.isMember(GROUP, id())).isTrue();
        assertThat(directory.appRoles(id())).extracting(AppRoleAssignment::role).containsExactly(role);
        assertThat(snapshots.of(removals.newest(guest).orElseThrow().id()))
                .allMatch(held -> held.lostBecause() == null);
    }

    @Test
    void aRestoredAccountThatNobodyKnowsYetIsNotTakenForDeletedAgain() {
        active();
        directory.removeMember(GROUP, id());
        removed();
        graceOver();
        clock.step(Duration.ofMinutes(6));
        directory.showAccountsLate();

        restore();
        clock.step(Duration.ofMinutes(2));
        work();
        assertThat(current().state()).isEqualTo(GuestState.BLOCKED);
        directory.showAll();
        clock.step(Duration.ofMinutes(1));
        work();

        assertThat(current().state()).isEqualTo(GuestState.ACTIVE);
        assertThat(account().enabled()).isTrue();
        assertThat(acts()).containsOnlyOnce("restore");
        assertThat(passed()).doesNotContain("BoundaryEvent_AccountFoundDeleted");
    }

    @Test
    void whatTheDirectoryDoesNotGiveIsListedAndHoldsNobodyUp() {
        active();
        ObjectId second = group();
        removed();
        directory.next(Trouble.REFUSED_BY_POLICY);

        restore();

        assertThat(current().state()).isEqualTo(GuestState.ACTIVE);
        assertThat(snapshots.of(removals.newest(guest).orElseThrow().id()))
                .filteredOn(held -> held.lostBecause() != null)
                .singleElement()
                .satisfies(held -> assertThat(held.lostBecause()).startsWith("POLICY"));
        assertThat(directory.isMember(GROUP, id())).isNotEqualTo(directory.isMember(second, id()));
        assertThat(codes()).contains("access-given-back-in-part");
    }

    @Test
    void anAccountThatIsGoneForGoodIsSaidToBeSo() {
        active();
        removed();
        graceOver();
        directory.purge(id());
        clock.step(Duration.ofMinutes(6)); // the account is no longer young

        restore();

        assertThat(current().state()).as("one look proves nothing").isEqualTo(GuestState.DELETED);
        clock.step(Duration.ofMinutes(6));
        work();
        assertThat(current().state()).isEqualTo(GuestState.PURGED);
        assertThat(restorations.newest(guest).orElseThrow().endedAs()).isEqualTo(Restoration.Ending.IMPOSSIBLE);
        assertThat(mails("NOT_RESTORED")).as("invited anew already").isZero();
        assertThat(mails("ACCESS_RESTORED")).isZero();
        assertThat(passed()).contains("BoundaryEvent_AccountPurged", "EndEvent_GuestNotRestorable");
        assertThat(codes()).containsSubsequence("purged", "invited-under-another-record");
        assertThat(records.later(guest)).singleElement().satisfies(later -> {
            all.add(later);
            assertThat(guests.get(later).email()).isEqualTo(current().email());
            assertThat(records.getsBack(later)).isTrue();
        });
        assertThatThrownBy(this::restore).isInstanceOf(Conflict.class).hasMessageContaining("invited again");
    }

    @Test
    void whoIsGoneForGoodAndCannotBeInvitedAnewIsToldOfToTheSponsor() {
        active();
        removed();
        graceOver();
        directory.purge(id());
        clock.step(Duration.ofMinutes(6));
        db.sql("update guest set purpose = '' where id = ?")
                .param(guest.value())
                .update();

        restore();
        clock.step(Duration.ofMinutes(6));
        work();

        assertThat(current().state()).isEqualTo(GuestState.PURGED);
        assertThat(records.later(guest)).isEmpty();
        assertThat(mails("NOT_RESTORED")).isEqualTo(1);
    }

    @Test
    void whoIsInvitedAnewGetsBackWhatCanBeGivenAndTheRestIsListedExactly() {
        active();
        ObjectId ward = group();
        ObjectId closed = group();
        ObjectId rule = new ObjectId(UUID.randomUUID().toString());
        directory.filled(rule, "Everybody with a badge", HeldGroup.Filled.BY_RULE);
        directory.joins(rule, id());
        directory.holds(id(), Membership.Kind.ADMINISTRATIVE_UNIT, "Cardiology");
        AppRole role = role();
        sponsored();
        Set<ObjectId> sponsors =
                directory.sponsors(id()).stream().map(Sponsor::id).collect(Collectors.toSet());
        removed();
        graceOver();
        directory.purge(id());
        db.sql("update guest set state = 'PURGED' where id = ?")
                .param(guest.value())
                .update();
        directory.filled(closed, "Closed ward", HeldGroup.Filled.ON_PREMISES);
        GuestId former = guest;
        assertThatThrownBy(() -> ask(null)).as("an end is asked for").isInstanceOf(InvalidInput.class);

        invitedAnew();
        assertThat(guest).isNotEqualTo(former);
        assertThat(current().state()).isEqualTo(GuestState.INVITED);
        assertThat(directory.isMember(ward, id()))
                .as("nothing before they accept")
                .isFalse();
        accounts.seen(directory.redeem(current().email()), clock.instant());
        work();

        assertThat(current().state()).isEqualTo(GuestState.ACTIVE);
        assertThat(directory.isMember(GROUP, id())).isTrue();
        assertThat(directory.isMember(ward, id())).isTrue();
        assertThat(directory.appRoles(id())).extracting(AppRoleAssignment::role).containsExactly(role);
        assertThat(directory.sponsors(id())).extracting(Sponsor::id).containsAll(sponsors);
        assertThat(things.of(guest))
                .filteredOn(thing -> thing.where() == HeldThings.Where.LOST)
                .extracting(HeldThings.Thing::name)
                .containsExactlyInAnyOrder("group " + closed, "Everybody with a badge", "Cardiology");
        assertThat(things.of(guest))
                .filteredOn(thing -> thing.where() != HeldThings.Where.LOST)
                .hasSize(2 + 1 + sponsors.size())
                .allMatch(thing -> thing.where() == HeldThings.Where.GIVEN_BACK);
        assertThat(things.of(former)).isEqualTo(things.of(guest));
        assertThat(restorations.newest(guest).orElseThrow().endedAs()).isEqualTo(Restoration.Ending.RESTORED);
        assertThat(restorations.newest(former).orElseThrow().endedAs()).isEqualTo(Restoration.Ending.INVITED_AGAIN);
        assertThat(mails("ACCESS_RESTORED")).isEqualTo(1);
        assertThat(codes()).contains("comes-back", "access-given-back-in-part");
        assertThat(days().instances(guest)).isEmpty();
        assertThat(records.previous(guest)).contains(former);
    }

    @Test
    void anInvitationThatLapsedIsTakenFromTheRecycleBinAndRunsAnew() {
        invite();
        lapse();
        assertThat(removals.newest(guest)).isEmpty();

        restore();
        assertThat(current().state()).isEqualTo(GuestState.INVITED);
        assertThat(directory.isMember(GROUP, id()))
                .as("nothing before they accept")
                .isFalse();
        accounts.seen(directory.redeem(current().email()), clock.instant());
        work();

        assertThat(current().state()).isEqualTo(GuestState.ACTIVE);
        assertThat(directory.isMember(GROUP, id())).isTrue();
        assertThat(days().instances(guest)).isEmpty();
    }

    @Test
    void anInvitationThatLapsesAfterARestorationBringsNothingOfTheTimeBeforeBack() {
        invite();
        ObjectId team = group(); // another administrator had added them
        removed();
        restore();
        assertThat(directory.isMember(team, id())).as("as they were").isTrue();
        directory.removeMember(team, id());
        lapse();

        clock.step(Duration.ofMinutes(1));
        restore();

        assertThat(current().state()).isEqualTo(GuestState.INVITED);
        assertThat(directory.isMember(team, id())).as("taken by others since").isFalse();
        assertThat(account().enabled()).isTrue();
    }

    @Test
    void whoIsRemovedWhileThingsAreGivenBackGetsNothingMore() {
        active();
        ObjectId ward = group();
        removed();
        graceOver();
        directory.purge(id());
        db.sql("update guest set state = 'PURGED' where id = ?")
                .param(guest.value())
                .update();
        invitedAnew();
        accounts.seen(directory.redeem(current().email()), clock.instant());
        while (current().state() != GuestState.ACTIVE) {
            worker.runOnce();
            gateway.runOnce();
            jobs();
        }

        removed();

        assertThat(current().state()).isEqualTo(GuestState.BLOCKED);
        assertThat(directory.isMember(ward, id())).isFalse();
        assertThat(restorations.current(guest)).isEmpty();
    }

    @Test
    void anAccountThatSomebodyElseDeletedIsTakenFromTheRecycleBin() {
        active();
        removed();
        directory.delete(id());
        clock.step(Duration.ofMinutes(6));

        restore();

        assertThat(passed()).contains("BoundaryEvent_AccountFoundDeleted", "EndEvent_GuestRestored");
        assertThat(current().state()).isEqualTo(GuestState.ACTIVE);
        assertThat(directory.isMember(GROUP, id())).isTrue();
        assertThat(snapshots.of(removals.newest(guest).orElseThrow().id()))
                .allMatch(held -> held.lostBecause() == null && held.givenBackAt() != null);
        assertThat(codes()).containsSubsequence("found-deleted", "undeleted", "restored");
    }

    @Test
    void aRefusedUnblockIsTriedAgainByAnAdministratorOnly() {
        active();
        removed();
        directory.holds(id(), Membership.Kind.DIRECTORY_ROLE, "Reader");
        restore();
        assertThat(current().attention()).isEqualTo(Attention.RESTORATION_REFUSED);
        assertThat(account().enabled()).isFalse();
        assertThat(task().getDueDate()).isNotNull();
        assertThat(task().getFollowUpDate()).isNotNull();
        assertThatThrownBy(() -> decide(SeedPeople.AMARA, "again")).hasRootCauseInstanceOf(Conflict.class);
        assertThatThrownBy(() -> decide(SeedPeople.ADMIN, "perhaps")).hasRootCauseInstanceOf(InvalidInput.class);

        directory.calmDown();
        directory.takeOthers(id());
        decide(SeedPeople.ADMIN, "again");
        work();

        assertThat(current().state()).isEqualTo(GuestState.ACTIVE);
        assertThat(current().attention()).isNull();
        assertThat(codes()).containsSubsequence("restoration-refused", "restoration-again", "restored");
    }

    @Test
    void whereTheAdministratorGivesUpTheRemovalGoesOnAndTakesWhatWasGivenBack() {
        active();
        removed();
        directory.holds(id(), Membership.Kind.DIRECTORY_ROLE, "Reader");
        restore();
        assertThat(directory.isMember(GROUP, id()))
                .as("given back before the unblock")
                .isTrue();
        directory.takeOthers(id());

        decide(SeedPeople.ADMIN, "give-up");
        work();

        assertThat(passed()).contains("EndEvent_GuestStaysOut");
        assertThat(current().state()).isEqualTo(GuestState.BLOCKED);
        assertThat(directory.isMember(GROUP, id())).isFalse();
        assertThat(removal().stage(clock.instant())).isEqualTo(Stage.GRACE);
        assertThat(snapshots.of(removal().id())).allMatch(held -> held.givenBackAt() == null && held.takenAt() != null);
        graceOver();
        assertThat(current().state()).isEqualTo(GuestState.DELETED);
        restore();
        assertThat(current().state()).as("and it can be asked for anew").isEqualTo(GuestState.ACTIVE);
    }

    @Test
    void aRefusedRestorationOfADeletedAccountWaitsForAnAdministrator() {
        active();
        removed();
        graceOver();
        directory.next(Trouble.REFUSED_BY_POLICY);
        restore();
        assertThat(passed()).contains("BoundaryEvent_RestoreRefused");
        assertThat(current().attention()).isEqualTo(Attention.RESTORATION_REFUSED);

        decide(SeedPeople.ADMIN, "give-up");
        work();

        assertThat(current().state()).isEqualTo(GuestState.DELETED);
        assertThat(current().attention()).isNull();
        assertThat(removals.current(guest)).isEmpty();
    }

    @Test
    void whoBecomesAMemberWhileTheWayBackIsRefusedIsLetGoAndNobodyIsAskedAnyMore() {
        active();
        removed();
        directory.holds(id(), Membership.Kind.DIRECTORY_ROLE, "Reader");
        restore();
        assertThat(task()).isNotNull();

        becomesMember();
        work();

        assertThat(current().state()).isEqualTo(GuestState.DELETED);
        assertThat(current().account()).isEmpty();
        assertThat(current().attention()).isNull();
        assertThat(restorations.newest(guest).orElseThrow().endedAs()).isEqualTo(Restoration.Ending.IMPOSSIBLE);
        assertThat(restorations.newest(guest).orElseThrow().endedBecause()).isEqualTo("became-member");
        assertThat(days().instances(guest)).isEmpty();
        assertThat(passed()).contains("EndEvent_RestorationOvertaken");
        assertThat(codes()).containsSubsequence("restoration-refused", "restoration-lost", "became-member");
        assertThat(mails("ACCESS_RESTORED") + mails("NOT_RESTORED")).isZero();
        assertThatThrownBy(this::restore).isInstanceOf(Conflict.class).hasMessageContaining("not this guest's");
    }

    @Test
    void aWayBackThatWasSuspendedWhileItsGuestBecameAMemberEndsWithoutALetter() {
        active();
        removed();
        ask(null);
        days().instances(guest)
                .forEach(way -> engine.getRuntimeService().suspendProcessInstanceById(way.getProcessInstanceId()));
        becomesMember();

        days().instances(guest)
                .forEach(way -> engine.getRuntimeService().activateProcessInstanceById(way.getProcessInstanceId()));
        List<String> acts = directory.accepted();
        work();

        assertThat(days().instances(guest)).isEmpty();
        assertThat(directory.accepted()).isEqualTo(acts);
        assertThat(mails("ACCESS_RESTORED")).isZero();
    }

    @Test
    void whoseAccountBelongsToALaterRecordCannotBeRestored() {
        active();
        removed();
        graceOver();
        directory.next(Trouble.REFUSED_BY_POLICY);
        restore();
        assertThat(current().attention()).isEqualTo(Attention.RESTORATION_REFUSED);
        new TransactionTemplate(transactions)
                .executeWithoutResult(status -> known.letGo(id(), Actor.workflow("guest-invitation")));

        decide(SeedPeople.ADMIN, "again");
        work();

        assertThat(restorations.newest(guest).orElseThrow().endedAs()).isEqualTo(Restoration.Ending.IMPOSSIBLE);
        assertThat(restorations.newest(guest).orElseThrow().endedBecause()).isEqualTo("not-ours");
        assertThat(passed()).contains("EndEvent_GuestNotRestorable");
        assertThat(days().instances(guest)).isEmpty();
        assertThat(engine.getRuntimeService().createIncidentQuery().count()).isZero();
        assertThat(mails("NOT_RESTORED")).isEqualTo(1);
        assertThat(current().state()).isEqualTo(GuestState.DELETED);
    }

    @Test
    void whoBecomesAMemberIsGivenNothingOfAFormerAccountAnyMore() {
        active();
        ObjectId ward = group();
        removed();
        graceOver();
        directory.purge(id());
        db.sql("update guest set state = 'PURGED' where id = ?")
                .param(guest.value())
                .update();
        guest = restoration.restore(
                guest,
                "Needed again",
                clock.instant().plus(Duration.ofDays(60)).toString(),
                Viewer.of(SeedPeople.AMARA));
        all.add(guest);
        work();
        accounts.seen(directory.redeem(current().email()), clock.instant());
        for (int rounds = 0; replays() == 0; rounds++) {
            assertThat(rounds).isLessThan(50);
            if (jobs() == 0 && worker.runOnce() == 0) {
                gateway.runOnce();
            }
        }
        ObjectId account = id();

        becomesMember();
        work();

        assertThat(days().instances(guest)).isEmpty();
        assertThat(directory.isMember(ward, account)).isFalse();
        assertThat(restorations.newest(guest).orElseThrow().endedAs()).isEqualTo(Restoration.Ending.IMPOSSIBLE);
        assertThat(codes()).contains("restoration-lost", "became-member");
        assertThat(mails("ACCESS_RESTORED")).isZero();
    }

    @Test
    void inReportOnlyModeNothingChangesHoweverFarTheRemovalHadCome() {
        active();
        removed();
        mode.reportOnly(true);
        restore();
        assertThat(passed()).contains("EndEvent_GiveBackReported");
        assertThat(current().state()).isEqualTo(GuestState.BLOCKED);
        assertThat(removal().stage(clock.instant())).as("the removal stands").isEqualTo(Stage.GRACE);

        mode.reportOnly(false);
        graceOver();
        mode.reportOnly(true);
        restore();
        assertThat(passed()).contains("EndEvent_RestoreReported");
        assertThat(current().state()).isEqualTo(GuestState.DELETED);
        assertThat(restorations.newest(guest).orElseThrow().endedAs()).isEqualTo(Restoration.Ending.REPORTED);
        assertThat(mails("ACCESS_RESTORED")).isZero();

        mode.reportOnly(false);
        active();
        directory.removeMember(GROUP, id());
        removed();
        mode.reportOnly(true);
        restore();
        assertThat(passed()).contains("EndEvent_UnblockReported");
        assertThat(account().enabled()).isFalse();
    }

    @Test
    void aRemovalThatWasOverWhenItWasOnlyReportedIsTakenBackAllTheSame() {
        active();
        removed();
        mode.reportOnly(true);
        restoration.restore(guest, "Needed again", null, Viewer.of(SeedPeople.AMARA));
        mode.reportOnly(false);

        work();

        assertThat(current().state()).isEqualTo(GuestState.ACTIVE);
        assertThat(removals.current(guest))
                .as("nobody deletes a guest who is back")
                .isEmpty();
        assertThat(days().instances(guest)).isEmpty();
    }

    @Test
    void anActOfTheRemovalThatIsInTheDarkIsWaitedForBeforeAnythingIsGivenBack() {
        active();
        directory.next(Trouble.ANSWER_LOST); // of the block
        removed();
        clock.step(Duration.ofMinutes(1));
        work();
        assertThat(current().state()).isEqualTo(GuestState.BLOCKED);
        assertThat(directory.memberships(id())).isEmpty();
        db.sql("update effect set state = 'UNKNOWN', due_at = ? where guest_id = ? and kind = 'REMOVE_MEMBER'")
                .params(Timestamp.from(clock.instant().plusSeconds(3600)), guest.value())
                .update();

        restore();
        assertThat(directory.isMember(GROUP, id())).as("not yet").isFalse();
        assertThat(current().state()).isEqualTo(GuestState.BLOCKED);

        clock.step(Duration.ofHours(1));
        work();
        clock.step(Duration.ofMinutes(1));
        work();
        assertThat(directory.isMember(GROUP, id())).isTrue();
        assertThat(current().state()).isEqualTo(GuestState.ACTIVE);
    }

    @Test
    void oneWhoHadNotAcceptedIsInvitedAgainAndActiveOnAccepting() {
        String email = invite();
        removed();
        assertThat(current().state()).isEqualTo(GuestState.BLOCKED);

        restore();
        assertThat(current().state()).isEqualTo(GuestState.INVITED);
        assertThat(directory.isMember(GROUP, id()))
                .as("nothing before they accept")
                .isFalse();
        accounts.seen(directory.redeem(email), clock.instant());
        work();

        assertThat(current().state()).isEqualTo(GuestState.ACTIVE);
        assertThat(directory.isMember(GROUP, id())).isTrue();
        assertThat(current().grants()).allMatch(grant -> grant.givenAt() != null);
    }

    @Test
    void whoComesBackWithoutHavingAcceptedIsRemindedAndLapsesAsAtFirst() {
        invite();
        days().pass(guest, Duration.ofDays(8));
        work();
        removed();
        restore();
        assertThat(current().state()).isEqualTo(GuestState.INVITED);
        assertThat(days().instances(guest))
                .as("an invitation with its follow-up")
                .hasSize(2);
        long reminded = mails("INVITATION_REMINDER");

        days().pass(guest, Duration.ofDays(3));
        work();
        assertThat(mails("INVITATION_REMINDER")).isEqualTo(reminded + 1);
        days().pass(guest, Duration.ofDays(11));
        work();
        days().pass(guest, Duration.ofDays(16));
        work();
        days().fire(guest);
        work();

        assertThat(current().state()).isEqualTo(GuestState.DELETED);
        assertThat(codes()).contains("lapsed");
        assertThat(days().instances(guest)).isEmpty();
    }

    @Test
    void whoIsRemovedAgainBeforeAcceptingIsNotFollowedUpAnyMore() {
        invite();
        removed();
        restore();
        removed();

        assertThat(current().state()).isEqualTo(GuestState.BLOCKED);
        assertThat(days().instances(guest)).as("only the removal").hasSize(1);
    }

    @Test
    void anEndThatIsOverNeedsAnotherOne() {
        active();
        removed();
        db.sql("update guest set access_until = ? where id = ?")
                .params(Timestamp.from(clock.instant().plus(Duration.ofHours(23))), guest.value())
                .update();

        assertThatThrownBy(this::restore).isInstanceOf(InvalidInput.class);
        assertThatThrownBy(() -> ask(clock.instant().minusSeconds(1).toString()))
                .isInstanceOf(InvalidInput.class);
        assertThatThrownBy(() -> ask("2999-12-31")).isInstanceOf(InvalidInput.class);
        assertThatThrownBy(() -> restoration.restore(guest, " ", null, Viewer.of(SeedPeople.AMARA)))
                .isInstanceOf(InvalidInput.class);
        assertThat(restorations.newest(guest)).isEmpty();
        Instant end = clock.instant().plus(Duration.ofDays(60)).truncatedTo(ChronoUnit.SECONDS);
        ask(end.toString());
        work();

        assertThat(current().accessUntil()).isEqualTo(end);
        assertThat(current().state()).isEqualTo(GuestState.ACTIVE);
    }

    @Test
    void onlyTheSponsorOfRecordAndAdministratorsMayRestore() {
        active();
        removed();

        assertThatThrownBy(() -> restoration.restore(guest, "Needed", null, Viewer.of(SeedPeople.BEN)))
                .isInstanceOf(NotFound.class);
        assertThatThrownBy(() -> restoration.restore(guest, "Needed", null, Viewer.of(SeedPeople.OWNER)))
                .isInstanceOf(AccessDeniedException.class);
        restoration.restore(guest, "Needed", null, Viewer.of(SeedPeople.ADMIN));
        assertThatThrownBy(this::restore).isInstanceOf(Conflict.class).hasMessageContaining("being restored");
        assertThatThrownBy(() -> new TransactionTemplate(transactions)
                        .executeWithoutResult(status -> removals.open(new Removals.Request(
                                guest, Cause.WITHDRAWAL, Actor.schedule("test"), "Dropped", false))))
                .isInstanceOf(Conflict.class)
                .hasMessageContaining("being restored");
        work();
        assertThatThrownBy(this::restore).isInstanceOf(Conflict.class).hasMessageContaining("blocked or deleted");
    }

    @Test
    void whoseAddressWasGivenToAnotherGuestCannotComeBackBesideThem() {
        active();
        removed();
        graceOver();
        String address = current().email();
        GuestId gone = guest;
        directory.purge(id());
        db.sql("update guest set state = 'PURGED' where id = ?")
                .param(guest.value())
                .update();
        invite(address, "invite-anew");
        assertThat(guest).isNotEqualTo(gone);

        guest = gone;
        assertThatThrownBy(this::restore).isInstanceOf(Conflict.class).hasMessageContaining("invited again");
    }

    @Test
    void besideAnotherGuestWithTheSameAddressNobodyComesBack() {
        active();
        removed();
        graceOver();
        String address = current().email();
        GuestId gone = guest;
        active();
        db.sql("update guest set email = :address, email_key = :address where id = :id")
                .param("address", address)
                .param("id", guest.value())
                .update();

        guest = gone;
        assertThatThrownBy(this::restore).isInstanceOf(Conflict.class).hasMessageContaining("Another guest has");
    }

    private void invitedAnew() {
        guest = restoration.restore(
                guest,
                "Needed again",
                clock.instant().plus(Duration.ofDays(60)).toString(),
                Viewer.of(SeedPeople.AMARA));
        all.add(guest);
        work();
    }

    private void lapse() {
        days().pass(guest, Duration.ofDays(14));
        work();
        days().pass(guest, Duration.ofDays(16));
        work();
        days().fire(guest);
        work();
        assertThat(current().state()).isEqualTo(GuestState.DELETED);
    }

    private void becomesMember() {
        directory.become(id(), DirectoryUser.Kind.MEMBER, false);
        accounts.seen(account(), clock.instant());
    }

    private long replays() {
        return engine.getRuntimeService()
                .createProcessInstanceQuery()
                .processInstanceBusinessKey(guest.toString())
                .processDefinitionKey(RestorationModel.REPLAY)
                .count();
    }

    private void removed() {
        requests.remove(guest, "No longer needed", true, Viewer.of(SeedPeople.AMARA));
        work();
    }

    private void restore() {
        ask(null);
        work();
    }

    private void ask(@Nullable String until) {
        restoration.restore(guest, "Needed again", until, Viewer.of(SeedPeople.AMARA));
    }

    private ObjectId group() {
        ObjectId group = new ObjectId(UUID.randomUUID().toString());
        directory.addMembers(group, List.of(id()));
        return group;
    }

    private AppRole role() {
        AppRole role = new AppRole(
                new ObjectId(UUID.randomUUID().toString()),
                new ObjectId(UUID.randomUUID().toString()));
        directory.assignAppRole(role, id());
        return role;
    }

    private void sponsored() {
        String mail = "vouches" + number + "@northfield.example";
        directory.addSponsor(
                id(),
                directory
                        .add(mail, DirectoryUser.Kind.MEMBER, DirectoryUser.Redemption.NONE)
                        .id());
    }

    private void graceOver() {
        db.sql("update removal set delete_after = ? where guest_id = ?")
                .params(Timestamp.from(clock.instant()), guest.value())
                .update();
        days().pass(guest, Duration.ofDays(31));
        work();
    }

    private String invite() {
        number++;
        return invite("r.stored" + number + "@harbour-clinic.example");
    }

    private String invite(String email) {
        return invite(email, "other-person");
    }

    private String invite(String email, String continueAs) {
        InvitationAnswer answer = invitations.request(
                new InvitationRequest(
                                email,
                                "Dr Rosa Stored",
                                null,
                                null,
                                List.of(InvitationSlice.GRANT),
                                clock.instant().plus(Duration.ofDays(90)).toString(),
                                "Shared care of cardiology patients",
                                null,
                                "en")
                        .continuing(continueAs, null),
                Viewer.of(SeedPeople.AMARA),
                null);
        guest = ((InvitationAnswer.Accepted) answer).guest();
        all.add(guest);
        work();
        assertThat(current().state()).isEqualTo(GuestState.INVITED);
        return email;
    }

    private void active() {
        String email = invite();
        accounts.seen(directory.redeem(email), clock.instant());
        work();
        assertThat(current().state()).isEqualTo(GuestState.ACTIVE);
        assertThat(directory.isMember(GROUP, id())).isTrue();
    }

    private PassingDays days() {
        return new PassingDays(engine, db);
    }

    private void work() {
        int done = 1;
        while (done > 0) {
            done = worker.runOnce() + gateway.runOnce() + taker.runOnce() + jobs();
        }
    }

    private int jobs() {
        List<Job> jobs = engine.getManagementService()
                .createJobQuery()
                .messages()
                .executable()
                .withRetriesLeft()
                .list();
        jobs.forEach(job -> engine.getManagementService().executeJob(job.getId()));
        return jobs.size();
    }

    private Removal removal() {
        return removals.current(guest).orElseThrow();
    }

    private Guest current() {
        return guests.get(guest);
    }

    private ObjectId id() {
        return current().account().orElseThrow();
    }

    private DirectoryUser account() {
        return directory.user(id()).orElseThrow();
    }

    /** What was done to this account, as the first word of each line of the directory's log. */
    private List<String> acts() {
        return directory.accepted().stream()
                .filter(act -> act.contains(id().value()))
                .map(act -> act.substring(0, act.indexOf(' ')))
                .toList();
    }

    private Task task() {
        return engine.getTaskService()
                .createTaskQuery()
                .processInstanceBusinessKey(guest.toString())
                .singleResult();
    }

    private void decide(Person person, String decision) {
        engine.getIdentityService().setAuthentication(person.id().value(), List.of());
        try {
            engine.getTaskService().complete(task().getId(), Map.of("decision", decision));
        } finally {
            engine.getIdentityService().clearAuthentication();
        }
    }

    private long mails(String kind) {
        return db.sql("select count(*) from mail_message where guest_id = ? and kind = ?")
                .params(guest.value(), kind)
                .query(Long.class)
                .single();
    }

    private List<String> codes() {
        return audit.of(guest.value()).stream().map(AuditEntry::code).toList();
    }

    private List<String> passed() {
        return passed(guest);
    }

    private List<String> passed(GuestId one) {
        return engine
                .getHistoryService()
                .createHistoricProcessInstanceQuery()
                .processInstanceBusinessKey(one.toString())
                .processDefinitionKey(RestorationModel.PROCESS)
                .list()
                .stream()
                .map(HistoricProcessInstance::getId)
                .flatMap(
                        instance -> engine
                                .getHistoryService()
                                .createHistoricActivityInstanceQuery()
                                .processInstanceId(instance)
                                .list()
                                .stream())
                .map(HistoricActivityInstance::getActivityId)
                .toList();
    }
}
