package dev.guestward.removal.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import dev.guestward.audit.Actor;
import dev.guestward.audit.AuditEntry;
import dev.guestward.audit.AuditLedger;
import dev.guestward.directory.DirectoryUser;
import dev.guestward.directory.HeldGroup;
import dev.guestward.directory.InMemoryDirectory;
import dev.guestward.directory.InMemoryDirectory.Trouble;
import dev.guestward.directory.ManagedAccounts;
import dev.guestward.directory.Membership;
import dev.guestward.directory.ObjectId;
import dev.guestward.directory.gateway.Gateway;
import dev.guestward.directory.process.DirectoryTaskWorker;
import dev.guestward.embedded.SeedPeople;
import dev.guestward.guest.Attention;
import dev.guestward.guest.Guest;
import dev.guestward.guest.GuestId;
import dev.guestward.guest.GuestState;
import dev.guestward.guest.Guests;
import dev.guestward.invitation.InvitationAnswer;
import dev.guestward.invitation.InvitationRequest;
import dev.guestward.invitation.Invitations;
import dev.guestward.invitation.process.InvitationSlice;
import dev.guestward.people.Person;
import dev.guestward.people.Viewer;
import dev.guestward.platform.SteppedClock;
import dev.guestward.problem.Conflict;
import dev.guestward.problem.InvalidInput;
import dev.guestward.redemption.PassingDays;
import dev.guestward.removal.Cause;
import dev.guestward.removal.RemainingAccess;
import dev.guestward.removal.Removal;
import dev.guestward.removal.Removal.Ending;
import dev.guestward.removal.Removal.Stage;
import dev.guestward.removal.RemovalRequests;
import dev.guestward.removal.RemovalWorkflow;
import dev.guestward.removal.Removals;
import dev.guestward.removal.SnapshotTaker;
import dev.guestward.removal.Snapshots;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
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
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.context.junit.jupiter.SpringJUnitConfig;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** Every way through {@code guest-removal} on a bare engine. */
@SpringJUnitConfig(InvitationSlice.class)
class GuestRemovalTest {
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
    RemovalWorkflow workflow;

    @Autowired
    Snapshots snapshots;

    @Autowired
    RemainingAccess remaining;

    @Autowired
    SnapshotTaker taker;

    @Autowired
    InMemoryDirectory directory;

    @Autowired
    ManagedAccounts accounts;

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
                        .processDefinitionKey(RemovalModel.PROCESS)
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
    void aGuestIsBlockedSignedOutAndStrippedAfterTheUndoWindowAndDeletedAfterTheGrace() {
        active();
        remove(false);
        assertThat(removal().stage(clock.instant())).isEqualTo(Stage.UNDO_WINDOW);
        assertThat(account().enabled()).as("nothing is done in the undo window").isTrue();

        afterUndoWindow();

        assertThat(current().state()).isEqualTo(GuestState.BLOCKED);
        assertThat(account().enabled()).isFalse();
        assertThat(directory.memberships(id())).isEmpty();
        assertThat(removal().stage(clock.instant())).isEqualTo(Stage.GRACE);
        assertThat(snapshots.of(removal().id()))
                .singleElement()
                .satisfies(held -> assertThat(held.takenAt()).isNotNull());
        assertThat(current().grants()).allMatch(grant -> grant.givenAt() == null);
        assertThat(mails("ACCESS_ENDED")).isEqualTo(1);
        assertThat(acts())
                .as("first the block, then the sessions, then the rest")
                .containsSubsequence("block", "revoke", "remove");

        graceOver();

        assertThat(current().state()).isEqualTo(GuestState.DELETED);
        assertThat(directory.deletedUser(id())).isPresent();
        assertThat(removals.newest(guest).orElseThrow().endedAs()).isEqualTo(Ending.DELETED);
        assertThat(passed()).contains("EndEvent_GuestDeleted");
        assertThat(codes())
                .containsSubsequence("removal-asked", "blocked", "sessions-revoked", "access-taken", "deleted")
                .doesNotHaveDuplicates();
        assertThat(audit.isIntact(guest.value())).isTrue();
    }

    @Test
    void aRemovalAsAMatterOfSecurityKnowsNoUndoWindow() {
        active();

        remove(true);
        work();

        assertThat(account().enabled()).isFalse();
        assertThatThrownBy(() -> requests.undo(guest, Viewer.of(SeedPeople.AMARA)))
                .isInstanceOf(Conflict.class)
                .hasMessageContaining("Restore");
    }

    @Test
    void aRemovalCanBeTakenBackWhileNothingHasBeenDone() {
        active();
        remove(false);
        work();

        requests.undo(guest, Viewer.of(SeedPeople.AMARA));
        afterUndoWindow();

        assertThat(passed()).contains("EndEvent_RemovalOvertaken");
        assertThat(account().enabled()).isTrue();
        assertThat(current().state()).isEqualTo(GuestState.ACTIVE);
        assertThat(codes()).contains("removal-undone").doesNotContain("blocked");
        remove(false);
        assertThat(removal().isOpen()).as("and can be asked for anew").isTrue();
    }

    @Test
    void whoeverIsBeingRemovedIsNotRemovedTwiceAndAReasonIsNeeded() {
        active();
        assertThatThrownBy(() -> requests.remove(guest, " ", false, Viewer.of(SeedPeople.AMARA)))
                .isInstanceOf(InvalidInput.class);
        assertThat(removals.current(guest)).isEmpty();
        remove(false);

        assertThatThrownBy(() -> remove(true)).isInstanceOf(Conflict.class);
    }

    @Test
    void anEndThatWasMovedAheadInTheLastMomentIsNotTouched() {
        active();
        endsAt(clock.instant().minusSeconds(1));
        expire();
        endsAt(clock.instant().plus(Duration.ofDays(30)));

        work();

        assertThat(account().enabled()).isTrue();
        assertThat(current().state()).isEqualTo(GuestState.ACTIVE);
        assertThat(removals.newest(guest).orElseThrow().endedAs()).isEqualTo(Ending.CALLED_OFF);
        assertThat(passed()).contains("EndEvent_RemovalCalledOff");
        assertThat(codes()).contains("removal-called-off");
    }

    @Test
    void anAccountThatIsNotToBeTouchedGoesToAnAdministratorWhoTriesAgain() {
        active();
        DirectoryUser before = account();
        directory.become(id(), DirectoryUser.Kind.MEMBER, false);
        remove(true);
        work();
        assertThat(current().attention()).isEqualTo(Attention.REMOVAL_REFUSED);
        assertThat(account().enabled()).isTrue();
        assertThat(task().getTaskDefinitionKey()).isEqualTo("UserTask_DecideOnRefusedBlock");
        assertThat(task().getDueDate()).isNotNull();

        assertThatThrownBy(() -> decide(SeedPeople.AMARA, "again")).hasStackTraceContaining("Only an administrator");
        assertThatThrownBy(() -> decide(SeedPeople.ADMIN, "maybe")).hasStackTraceContaining("Choose to try again");
        directory.change(before);
        decide(SeedPeople.ADMIN, "again");
        work();

        assertThat(current().state()).isEqualTo(GuestState.BLOCKED);
        assertThat(current().attention()).isNull();
    }

    @Test
    void anAdministratorGivesUpAndTheGuestStays() {
        active();
        directory.holds(id(), Membership.Kind.DIRECTORY_ROLE, "Reader");
        remove(true);
        work();

        decide(SeedPeople.ADMIN, "give-up");
        work();

        assertThat(passed()).contains("EndEvent_GuestStays");
        assertThat(current().state()).isEqualTo(GuestState.ACTIVE);
        assertThat(current().attention()).isNull();
        assertThat(account().enabled()).isTrue();
        assertThat(removals.newest(guest).orElseThrow().endedAs()).isEqualTo(Ending.GIVEN_UP);
    }

    @Test
    void anAccountSomebodyElseHasDeletedIsDoneWith() {
        active();
        clock.step(Duration.ofMinutes(6)); // it is no longer young
        directory.delete(id());

        remove(true);
        work();

        assertThat(current().state()).isEqualTo(GuestState.DELETED);
        assertThat(removals.newest(guest).orElseThrow().endedAs()).isEqualTo(Ending.GONE);
        assertThat(codes()).contains("found-deleted");
    }

    @Test
    void anInvitationWhoseAccountIsFoundDeletedByItsRemovalIsOver() {
        invite();
        clock.step(Duration.ofMinutes(6));
        directory.delete(id());

        remove(true);
        work();

        assertThat(current().state()).isEqualTo(GuestState.DELETED);
        assertThat(days().instances(guest))
                .as("nobody is asked to repair access")
                .isEmpty();
    }

    @Test
    void inReportOnlyModeNothingIsDoneAndTheInstanceSaysSo() {
        active();
        mode.reportOnly(true);

        remove(true);
        work();

        assertThat(passed()).contains("EndEvent_RemovalReported");
        assertThat(account().enabled()).isTrue();
        assertThat(current().state()).isEqualTo(GuestState.ACTIVE);
        assertThat(current().attention()).isEqualTo(Attention.ONLY_REPORTED);
        assertThat(removals.newest(guest).orElseThrow().endedAs()).isEqualTo(Ending.REPORTED);
    }

    @Test
    void aDeletionInReportOnlyModeIsReported() {
        active();
        remove(true);
        work();
        mode.reportOnly(true);

        graceOver();

        assertThat(passed()).contains("EndEvent_DeletionReported");
        assertThat(current().state()).isEqualTo(GuestState.BLOCKED);
        assertThat(directory.user(id())).isPresent();
    }

    @Test
    void whoIsBlockedWhenReportingBeginsKeepsWhatTheyHoldAlsoInTheRegister() {
        active();
        Guest before = current();
        remove(true);
        blocked();
        mode.reportOnly(true);

        work();

        assertThat(passed()).contains("EndEvent_StrippingReported");
        assertThat(directory.isMember(GROUP, id())).isTrue();
        assertThat(current().grants()).isEqualTo(before.grants());
        assertThat(current().state()).isEqualTo(GuestState.BLOCKED);
        assertThat(current().attention()).isEqualTo(Attention.ONLY_REPORTED);
        Removal removal = removals.newest(guest).orElseThrow();
        assertThat(removal.endedAs()).isEqualTo(Ending.REPORTED);
        assertThat(snapshots.of(removal.id()))
                .isNotEmpty()
                .allSatisfy(held -> assertThat(held.takenAt()).isNull());
        assertThat(codes()).contains("removal-reported").doesNotContain("access-taken", "access-taken-in-part");
    }

    @Test
    void whomOthersHaveLetInAgainIsNotDeleted() {
        active();
        remove(true);
        work();
        directory.enableSignIn(id(), true);

        graceOver();

        assertThat(directory.user(id())).isPresent();
        assertThat(task().getTaskDefinitionKey()).isEqualTo("UserTask_DecideOnRefusedDeletion");
        assertThat(current().attention()).isEqualTo(Attention.REMOVAL_REFUSED);
        directory.enableSignIn(id(), false);
        decide(SeedPeople.ADMIN, "again");
        work();
        assertThat(current().state()).isEqualTo(GuestState.DELETED);
    }

    @Test
    void aDeletionCanBeGivenUp() {
        active();
        remove(true);
        work();
        directory.holds(id(), Membership.Kind.DIRECTORY_ROLE, "Reader");
        graceOver();

        decide(SeedPeople.ADMIN, "give-up");
        work();

        assertThat(passed()).contains("EndEvent_AccountStays");
        assertThat(directory.user(id())).isPresent();
        assertThat(current().state()).isEqualTo(GuestState.BLOCKED);
    }

    @Test
    void anAccountThatIsGoneWhenItIsToBeDeletedIsDoneWith() {
        active();
        remove(true);
        work();
        inTransaction(() -> removals.ended(removal(), Ending.RESTORED, "test", RemovalModel.ACTOR));

        days().pass(guest, Duration.ofDays(31));
        work();

        assertThat(passed()).contains("EndEvent_DeletionCalledOff");
        assertThat(directory.user(id())).isPresent();
    }

    @Test
    void noActIsSentBeforeItsTimeWhoeverWishesForIt() {
        active();
        remove(false);
        inTransaction(() -> removals.planBlock(removal(), null));
        work();
        assertThat(account().enabled()).as("in the undo window").isTrue();

        clock.step(Duration.ofMinutes(16));
        work();

        assertThat(account().enabled())
                .as("also without the workflow, which sleeps on a timer")
                .isFalse();
        assertThat(current().state()).isEqualTo(GuestState.BLOCKED);
    }

    @Test
    void lostAnswersDoNothingTwice() {
        active();
        directory.next(Trouble.ANSWER_LOST);
        remove(true);
        work();
        for (int i = 0; i < 4; i++) {
            clock.step(Duration.ofMinutes(1));
            work();
        }

        assertThat(current().state()).isEqualTo(GuestState.BLOCKED);
        assertThat(acts()).containsOnlyOnce("block", "revoke", "remove");
        assertThat(db.sql("select count(*) from brake_count where guest_id = ?")
                        .param(guest.value())
                        .query(Long.class)
                        .single())
                .as("counted once")
                .isEqualTo(1);
    }

    @Test
    void whoHasNotAcceptedYetIsRemovedAndTheInvitationEnds() {
        invite();

        remove(true);
        work();

        assertThat(current().state()).isEqualTo(GuestState.BLOCKED);
        assertThat(days().instances(guest))
                .extracting(open -> open.getProcessDefinitionId().replaceFirst(":.*", ""))
                .containsExactly(RemovalModel.PROCESS);
    }

    @Test
    void aGroupThatTheDirectoryDoesNotGiveUpIsOnRecord() {
        active();
        directory.holds(id(), Membership.Kind.GROUP, "Everybody on the ward");
        directory.calmDown();
        remove(true);
        // the block and the sessions go through, the first membership does not
        blocked();
        worker.runOnce();
        gateway.runOnce();
        jobs();
        worker.runOnce();
        taker.runOnce();
        jobs();
        directory.next(Trouble.REFUSED_BY_POLICY);
        work();

        assertThat(current().state()).isEqualTo(GuestState.BLOCKED);
        assertThat(snapshots.keptBy(guest)).hasSize(1);
        assertThat(codes()).contains("access-taken-in-part");
    }

    @Test
    void whatCannotBeLeftIsNamedWithTheReasonAndWhatItIsIn() {
        active();
        ObjectId rule = joined("Everybody with a badge", HeldGroup.Filled.BY_RULE);
        ObjectId outer = joined("Health portal", HeldGroup.Filled.BY_HAND);
        directory.leaves(outer, id());
        directory.nests(rule, outer);
        joined("Ward staff", HeldGroup.Filled.ON_PREMISES);
        joined("Role holders", HeldGroup.Filled.WITH_ROLES);
        joined("Left without trouble", HeldGroup.Filled.BY_HAND);

        remove(true);
        work();

        assertThat(remaining.of(guest))
                .extracting(RemainingAccess.Way::name, RemainingAccess.Way::because, RemainingAccess.Way::through)
                .containsExactlyInAnyOrder(
                        tuple("Everybody with a badge", "group-by-rule", null),
                        tuple("Ward staff", "group-on-premises", null),
                        tuple("Role holders", "group-with-roles", null),
                        tuple("Health portal", "group-nested", "Everybody with a badge"));
        assertThat(current().attention()).isEqualTo(Attention.STILL_HAS_ACCESS);
        assertThat(codes()).contains("access-remains");
        assertThat(snapshots.keptBy(guest))
                .extracting(Snapshots.Held::keptBecause)
                .containsExactlyInAnyOrder("group-by-rule", "group-on-premises", "group-with-roles");

        graceOver();
        assertThat(current().state()).isEqualTo(GuestState.DELETED);
        assertThat(current().attention()).isNull();
        assertThat(remaining.of(guest)).isEmpty();
    }

    @Test
    void whoIsTakenOutElsewhereIsSeenToBeOutBeforeTheDeletion() {
        active();
        ObjectId rule = joined("Everybody with a badge", HeldGroup.Filled.BY_RULE);
        remove(true);
        work();
        assertThat(current().attention()).isEqualTo(Attention.STILL_HAS_ACCESS);
        directory.leaves(rule, id());

        graceOver();

        assertThat(codes()).containsSubsequence("access-remains", "access-remains-no-more", "deleted");
    }

    private ObjectId joined(String name, HeldGroup.Filled filled) {
        ObjectId group = new ObjectId(UUID.randomUUID().toString());
        directory.filled(group, name, filled);
        directory.joins(group, id());
        return group;
    }

    private void remove(boolean urgent) {
        requests.remove(guest, "Left the practice", urgent, Viewer.of(SeedPeople.AMARA));
    }

    /** A removal as a matter of security has come this far, and no farther. */
    private void blocked() {
        worker.runOnce();
        gateway.runOnce();
        jobs();
        assertThat(current().state()).isEqualTo(GuestState.BLOCKED);
    }

    private void expire() {
        inTransaction(() -> {
            removals.open(new Removals.Request(guest, Cause.EXPIRY, Actor.schedule("test"), null, false));
            workflow.start(guest);
        });
    }

    private void inTransaction(Runnable act) {
        new TransactionTemplate(transactions).executeWithoutResult(status -> act.run());
    }

    private void afterUndoWindow() {
        db.sql("update removal set undo_until = asked_at where guest_id = ?")
                .param(guest.value())
                .update();
        days().pass(guest, Duration.ofMinutes(16));
        work();
    }

    private void graceOver() {
        db.sql("update removal set delete_after = ? where guest_id = ?")
                .params(Timestamp.from(clock.instant()), guest.value())
                .update();
        days().pass(guest, Duration.ofDays(31));
        work();
    }

    private void endsAt(Instant end) {
        db.sql("update guest set access_until = ? where id = ?")
                .params(Timestamp.from(end), guest.value())
                .update();
    }

    private String invite() {
        number++;
        String email = "r.moved" + number + "@harbour-clinic.example";
        InvitationAnswer answer = invitations.request(
                new InvitationRequest(
                                email,
                                "Dr Rosa Moved",
                                null,
                                null,
                                List.of(InvitationSlice.GRANT),
                                clock.instant().plus(Duration.ofDays(90)).toString(),
                                "Shared care of cardiology patients",
                                null,
                                "en")
                        .continuing("other-person", null),
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
                .processDefinitionKey(RemovalModel.PROCESS)
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
