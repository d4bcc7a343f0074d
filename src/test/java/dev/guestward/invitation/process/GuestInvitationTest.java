package dev.guestward.invitation.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.camunda.bpm.engine.test.assertions.bpmn.BpmnAwareTests.assertThat;
import static org.camunda.bpm.engine.test.assertions.bpmn.BpmnAwareTests.execute;
import static org.camunda.bpm.engine.test.assertions.bpmn.BpmnAwareTests.job;

import dev.guestward.audit.AuditEntry;
import dev.guestward.audit.AuditLedger;
import dev.guestward.clinic.Clinics;
import dev.guestward.directory.DirectoryUser;
import dev.guestward.directory.InMemoryDirectory;
import dev.guestward.directory.InMemoryDirectory.Trouble;
import dev.guestward.directory.ManagedAccounts;
import dev.guestward.directory.effect.Effect;
import dev.guestward.directory.effect.Effects;
import dev.guestward.directory.gateway.Gateway;
import dev.guestward.directory.gateway.Outages;
import dev.guestward.directory.process.DirectoryTaskWorker;
import dev.guestward.embedded.SeedPeople;
import dev.guestward.guest.ApprovalSteps;
import dev.guestward.guest.Attention;
import dev.guestward.guest.Guest;
import dev.guestward.guest.GuestId;
import dev.guestward.guest.GuestState;
import dev.guestward.guest.Guests;
import dev.guestward.guest.NewGuest;
import dev.guestward.guest.NextActs;
import dev.guestward.guest.PendingGuests;
import dev.guestward.guest.Timeline;
import dev.guestward.invitation.InvitationAnswer;
import dev.guestward.invitation.InvitationApprovals;
import dev.guestward.invitation.InvitationRequest;
import dev.guestward.invitation.Invitations;
import dev.guestward.people.Person;
import dev.guestward.people.Role;
import dev.guestward.people.Viewer;
import dev.guestward.platform.SteppedClock;
import dev.guestward.problem.Conflict;
import dev.guestward.problem.InvalidInput;
import dev.guestward.problem.NotFound;
import dev.guestward.redemption.PassingDays;
import dev.guestward.schedule.FleetJob;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import org.camunda.bpm.engine.ProcessEngine;
import org.camunda.bpm.engine.history.HistoricActivityInstance;
import org.camunda.bpm.engine.history.HistoricVariableUpdate;
import org.camunda.bpm.engine.runtime.Job;
import org.camunda.bpm.engine.runtime.ProcessInstance;
import org.camunda.bpm.engine.task.Task;
import org.camunda.bpm.engine.test.assertions.ProcessEngineTests;
import org.camunda.bpm.model.bpmn.instance.FlowNode;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.context.junit.jupiter.SpringJUnitConfig;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** Every way through {@code guest-invitation}, on a bare engine with the real delegates. */
@SpringJUnitConfig(InvitationSlice.class)
class GuestInvitationTest {
    private static final AtomicInteger NUMBER = new AtomicInteger();
    private static final Set<String> VISITED = new HashSet<>();
    private static Set<String> drawn = Set.of();

    @Autowired
    ProcessEngine engine;

    @Autowired
    Invitations invitations;

    @Autowired
    Guests guests;

    @Autowired
    PendingGuests pending;

    @Autowired
    InMemoryDirectory directory;

    @Autowired
    DirectoryTaskWorker worker;

    @Autowired
    Gateway gateway;

    @Autowired
    Outages outages;

    @Autowired
    InvitationSlice.SwitchedMode mode;

    @Autowired
    ManagedAccounts accounts;

    @Autowired
    Effects effects;

    @Autowired
    AuditLedger audit;

    @Autowired
    InvitationApprovals approvals;

    @Autowired
    ApprovalSteps approvalSteps;

    @Autowired
    NextActs nextActs;

    @Autowired
    Timeline timeline;

    @Autowired
    Clinics clinics;

    @Autowired
    PlatformTransactionManager transactions;

    @Autowired
    JdbcClient db;

    @Autowired
    List<FleetJob> jobs;

    private final SteppedClock clock = SteppedClock.instance();
    private String email = "";
    private GuestId guest = GuestId.random();
    private ProcessInstance process = noProcess();
    private TransactionTemplate transaction = new TransactionTemplate();

    @SuppressWarnings("NullAway") // set by each test's first step
    private static ProcessInstance noProcess() {
        return null;
    }

    @BeforeEach
    void begin() {
        ProcessEngineTests.init(engine);
        transaction = new TransactionTemplate(transactions);
        directory.calmDown();
        mode.reportOnly(false);
        db.sql("delete from brake_count").update();
        drawn = engine
                .getRepositoryService()
                .getBpmnModelInstance(engine.getRepositoryService()
                        .createProcessDefinitionQuery()
                        .processDefinitionKey("guest-invitation")
                        .latestVersion()
                        .singleResult()
                        .getId())
                .getModelElementsByType(FlowNode.class)
                .stream()
                .map(FlowNode::getId)
                .collect(Collectors.toSet());
    }

    @AfterAll
    static void everyElementOfTheModelWasVisited() {
        assertThat(VISITED).containsAll(drawn);
    }

    @Test
    void aClinicianWhoRedeemsBecomesActive() {
        request("harbour-clinic.example");

        invite();
        mailLink();
        assertThat(process).isWaitingAt("CallActivity_FollowUpRedemption");
        assertThat(mails()).containsExactly(email);
        accounts.seen(directory.redeem(email), clock.instant());
        grant();

        assertThat(process).hasPassed("EndEvent_GuestActive").isEnded();
        assertThat(current().state()).isEqualTo(GuestState.ACTIVE);
        assertThat(current().grants())
                .allSatisfy(grant -> assertThat(grant.givenAt()).isNotNull());
        assertThat(codes())
                .containsExactly(
                        "invitation-requested",
                        "policy-automatic",
                        "invited",
                        "redeemed",
                        "access-granted",
                        "activated");
        assertThat(audit.isIntact(guest.value())).isTrue();
        leave();
    }

    @Test
    void seeingTheSameRedemptionAgainChangesNothing() {
        request("harbour-clinic.example");
        invite();
        mailLink();
        DirectoryUser redeemed = directory.redeem(email);

        for (int i = 0; i < 5; i++) {
            accounts.seen(redeemed, clock.instant());
        }
        grant();
        accounts.seen(redeemed, clock.instant());

        assertThat(codes()).containsOnlyOnce("redeemed", "access-granted", "activated");
        leave();
    }

    @Test
    void redeemingBeforeTheWorkflowWaitsIsFoundBySweep() {
        request("harbour-clinic.example");
        invite();
        accounts.seen(directory.redeem(email), clock.instant());
        mailLink();
        assertThat(process).isWaitingAt("CallActivity_FollowUpRedemption");

        new RedemptionSweep(guests, new RedemptionCorrelation(engine.getRuntimeService(), any -> false)).run();
        grant();

        assertThat(process).hasPassed("EndEvent_GuestActive").isEnded();
        leave();
    }

    @Test
    void aRedemptionThatCannotBeWorkedOnKeepsNoLaterOneFromAccess() {
        redeemedTooEarly();
        GuestId first = guest;
        ProcessInstance stuck = process;
        redeemedTooEarly();

        new RedemptionSweep(guests, new RedemptionCorrelation(engine.getRuntimeService(), one -> {
                    if (one.equals(first)) {
                        throw new IllegalStateException("nobody has thought of this");
                    }
                    return false;
                }))
                .run();
        grant();

        assertThat(process).hasPassed("EndEvent_GuestActive").isEnded();
        assertThat(stuck).isWaitingAt("CallActivity_FollowUpRedemption");
        leave();
        process = stuck;
        leave();
    }

    private void redeemedTooEarly() {
        request("harbour-clinic.example");
        invite();
        accounts.seen(directory.redeem(email), clock.instant());
        mailLink();
        later();
    }

    @Test
    void somebodyWhoAcceptedLongAgoGetsNoMail() {
        email = address("harbour-clinic.example");
        directory.add(email, DirectoryUser.Kind.GUEST, DirectoryUser.Redemption.ACCEPTED);

        request(email, "harbour-clinic.example");
        invite();
        grant();

        assertThat(process).hasPassed("EndEvent_GuestActive").isEnded();
        assertThat(mails()).isEmpty();
        assertThat(directory.accepted()).doesNotContain("invite " + email);
        leave();
    }

    @Test
    void anotherAddressOfOnesOwnGuestEndsTheRequestAndNamesTheGuest() {
        request("harbour-clinic.example");
        invite();
        mailLink();
        DirectoryUser account = directory.redeem(email);
        accounts.seen(account, clock.instant());
        grant();
        leave();
        GuestId first = guest;
        String second = address("harbour-clinic.example");
        getsAnotherAddress(account, second);

        request(second, "harbour-clinic.example");
        work();
        execute(job(process));

        assertThat(process)
                .hasPassed("BoundaryEvent_PersonKnown", "EndEvent_InvitationDeclined")
                .isEnded();
        assertThat(current().state()).isEqualTo(GuestState.DECLINED);
        assertThat(history())
                .anyMatch(
                        line -> line.contains("your guest " + guests.get(first).displayName()));
        assertThat(mailTo(SeedPeople.AMARA)).contains("under another address");
        assertThat(directory.accepted()).doesNotContain("invite " + second);
        leave();
    }

    @Test
    void twoRequestsAtOnceForTwoAddressesOfOneAccountEndInOneRecord() {
        String first = address("harbour-clinic.example");
        String second = address("harbour-clinic.example");
        DirectoryUser account = directory.add(first, DirectoryUser.Kind.GUEST, DirectoryUser.Redemption.PENDING);
        getsAnotherAddress(account, second);

        request(first, "harbour-clinic.example");
        GuestId one = guest;
        ProcessInstance ones = process;
        request(second, "harbour-clinic.example");
        work();

        assertThat(List.of(guests.get(one), current()))
                .extracting(Guest::state)
                .containsExactlyInAnyOrder(GuestState.INVITED, GuestState.DECLINED);
        assertThat(List.of(guests.get(one), current()))
                .filteredOn(guest -> guest.account().isPresent())
                .hasSize(1);
        assertThat(engine.getRuntimeService()
                        .createIncidentQuery()
                        .processInstanceId(process.getId())
                        .count())
                .isZero();
        leave();
        process = ones;
        leave();
    }

    private void getsAnotherAddress(DirectoryUser account, String address) {
        directory.change(new DirectoryUser(
                account.id(),
                account.kind(),
                account.redemption(),
                account.redemptionChangedAt(),
                true,
                account.displayName(),
                account.principalName(),
                account.mail(),
                List.of(String.valueOf(account.mail()), address),
                account.identityIssuer(),
                false,
                account.createdAt(),
                account.sessionsValidFrom()));
    }

    @Test
    void theOwnerApproves() {
        request("lakeside-practice.example");
        assertThat(current().attention()).isEqualTo(Attention.WAITS_FOR_OWNER);
        execute(job(process));
        assertThat(process).isWaitingAt("UserTask_DecideOnInvitation");
        assertThat(ownersTask().getDueDate().toInstant())
                .isCloseTo(clock.instant().plus(Duration.ofDays(2)), within(1, ChronoUnit.MINUTES));
        assertThat(mails()).containsExactlyInAnyOrder(SeedPeople.OWNER.mail(), InvitationSlice.OTHER_OWNER.mail());

        completeAs(SeedPeople.OWNER, "approve");
        invite();

        assertThat(current().state()).isEqualTo(GuestState.INVITED);
        assertThat(codes()).startsWith("invitation-requested", "policy-approval", "approved", "invited");
        assertThat(engine.getRuntimeService().getVariables(process.getId())).doesNotContainKey("decision");
        leave();
    }

    @Test
    void theOwnerDeclines() {
        request("lakeside-practice.example");
        execute(job(process));

        approvals.decide(guest, Viewer.of(SeedPeople.OWNER), "decline", " Not a patient of theirs. ");
        execute(job(process));

        assertThat(process).hasPassed("EndEvent_InvitationDeclined").isEnded();
        assertThat(current().state()).isEqualTo(GuestState.DECLINED);
        assertThat(history()).contains("Invitation declined. Comment: Not a patient of theirs.");
        assertThat(mailTo(SeedPeople.AMARA)).contains("Not a patient of theirs.");
        assertThat(valuesInTheEngine()).noneMatch(value -> value.contains("patient"));
        assertThat(directory.accepted()).doesNotContain("invite " + email);
        leave();
    }

    @Test
    void aSponsorCannotApproveEvenWithTheTaskInHand() {
        request("lakeside-practice.example");
        execute(job(process));

        assertThatThrownBy(() -> completeAs(SeedPeople.AMARA, "approve")).hasStackTraceContaining("of their own");
        assertThatThrownBy(() -> completeAs(SeedPeople.CHLOE, "approve"))
                .hasStackTraceContaining("Only an owner of the application");

        assertThat(process).isWaitingAt("UserTask_DecideOnInvitation");
        assertThat(current().state()).isEqualTo(GuestState.REQUESTED);
        leave();
    }

    @Test
    void whoDeclinesSaysWhy() {
        request("lakeside-practice.example");
        execute(job(process));

        assertThatThrownBy(() -> approvals.decide(guest, Viewer.of(SeedPeople.OWNER), "decline", " "))
                .isInstanceOf(InvalidInput.class)
                .hasMessageStartingWith("comment: ");
        assertThatThrownBy(() -> completeAs(SeedPeople.OWNER, "decline")).hasStackTraceContaining("comment: ");
        assertThatThrownBy(() -> approvals.decide(guest, Viewer.of(SeedPeople.OWNER), "decline", "x".repeat(501)))
                .isInstanceOf(InvalidInput.class);
        assertThatThrownBy(() -> approvals.decide(guest, Viewer.of(SeedPeople.OWNER), "perhaps", "Well"))
                .isInstanceOf(InvalidInput.class)
                .hasMessageStartingWith("decision: ");

        assertThat(process).isWaitingAt("UserTask_DecideOnInvitation");
        assertThat(current().state()).isEqualTo(GuestState.REQUESTED);
        leave();
    }

    @Test
    void anOwnerInvitesForHalfAYearWithoutAskingAnybody() {
        request(SeedPeople.OWNER, address("lakeside-practice.example"), 180);

        assertThat(current().attention()).isNull();
        assertThat(codes()).containsExactly("invitation-requested", "policy-automatic");
        invite();
        assertThat(current().state()).isEqualTo(GuestState.INVITED);
        leave();
    }

    @Test
    void whatAnOwnerAsksForAnotherOwnerDecides() {
        request(SeedPeople.OWNER, address("harbour-clinic.example"), 181);
        execute(job(process));
        assertThat(mails()).containsExactly(InvitationSlice.OTHER_OWNER.mail());

        assertThatThrownBy(() -> approvals.decide(guest, Viewer.of(SeedPeople.OWNER), "approve", null))
                .isInstanceOf(Conflict.class)
                .hasMessageContaining("of their own");
        approvals.decide(guest, Viewer.of(InvitationSlice.OTHER_OWNER), "approve", "Agreed by telephone");

        assertThat(history()).contains("Invitation approved. Comment: Agreed by telephone");
        invite();
        assertThat(current().state()).isEqualTo(GuestState.INVITED);
        leave();
    }

    @Test
    void ownersAreRemindedOnceAfterADay() {
        request("lakeside-practice.example");
        execute(job(process));
        due(Duration.ofHours(23));
        assertThat(mails()).hasSize(2);

        due(Duration.ofHours(1));

        assertThat(process).hasPassed("EndEvent_OwnersReminded").isWaitingAt("UserTask_DecideOnInvitation");
        assertThat(mailTo(SeedPeople.OWNER)).contains("still");
        due(Duration.ofHours(20));
        assertThat(mails()).hasSize(4);
        leave();
    }

    @Test
    void aDeputyDecidesWhenNoOwnerHas() {
        request("lakeside-practice.example");
        execute(job(process));
        assertThatThrownBy(() -> approvals.decide(guest, Viewer.of(InvitationSlice.DEPUTY), "approve", null))
                .as("before it is a deputy's turn it is somebody else's guest")
                .isInstanceOf(NotFound.class);

        due(Duration.ofDays(2));

        assertThat(process).hasPassed("EndEvent_DeputiesAsked").isWaitingAt("UserTask_DecideOnInvitation");
        assertThat(codes()).contains("approval-escalated");
        assertThat(mails()).contains(InvitationSlice.DEPUTY.mail()).doesNotContain(SeedPeople.ADMIN.mail());
        approvals.decide(guest, Viewer.of(InvitationSlice.DEPUTY), "approve", null);
        invite();
        assertThat(current().state()).isEqualTo(GuestState.INVITED);
        leave();
    }

    @Test
    void administratorsDecideWhenTheOnlyDeputyAskedForItThemselves() {
        request(InvitationSlice.DEPUTY, address("lakeside-practice.example"), 90);
        execute(job(process));

        due(Duration.ofDays(2));

        assertThat(mails()).contains(SeedPeople.ADMIN.mail()).doesNotContain(InvitationSlice.DEPUTY.mail());
        assertThat(task("administrator")).isNotNull();
        assertThatThrownBy(() -> approvals.decide(guest, Viewer.of(InvitationSlice.DEPUTY), "approve", null))
                .isInstanceOf(Conflict.class);
        approvals.decide(guest, Viewer.of(SeedPeople.ADMIN), "approve", null);
        leave();
    }

    @Test
    void whatNobodyDecidesInTimeIsDeclinedAndTheSponsorIsTold() {
        request("lakeside-practice.example");
        execute(job(process));
        due(Duration.ofDays(13));
        assertThat(current().state()).isEqualTo(GuestState.REQUESTED);

        due(Duration.ofDays(1));

        assertThat(process).hasPassed("EndEvent_RequestLeftUndecided").isEnded();
        assertThat(current().state()).isEqualTo(GuestState.DECLINED);
        assertThat(history()).contains("Declined because nobody decided in time");
        assertThat(mailTo(SeedPeople.AMARA)).contains("Declined because nobody decided in time");
        assertThatThrownBy(() -> approvals.decide(guest, Viewer.of(SeedPeople.OWNER), "approve", null))
                .isInstanceOf(Conflict.class);
        leave();
    }

    @Test
    void whatHappensWithoutADecisionIsToldWithItsTimeUntilItHasHappened() {
        request("lakeside-practice.example");
        assertThat(approvalSteps.ahead(guest)).as("nobody is asked yet").isEmpty();
        execute(job(process));

        assertThat(daysAhead())
                .containsExactly(
                        Map.entry(ApprovalSteps.Kind.REMIND_OWNERS, 1L),
                        Map.entry(ApprovalSteps.Kind.ASK_DEPUTIES, 2L),
                        Map.entry(ApprovalSteps.Kind.CLOSE, 14L));
        NextActs.NextAct next = nextActs.of(current(), Locale.ENGLISH);
        assertThat(next).isNotNull();
        assertThat(next.at()).isEqualTo(approvalSteps.ahead(guest).get(2).at());
        assertThat(next.otherwise())
                .extracting(NextActs.Later::act)
                .containsExactly(
                        "The owners are reminded by mail",
                        "Deputies are asked as well",
                        "The request is declined, and the sponsor told by mail");

        due(Duration.ofDays(2));

        assertThat(daysAhead()).containsExactly(Map.entry(ApprovalSteps.Kind.CLOSE, 12L));
        approvals.decide(guest, Viewer.of(SeedPeople.OWNER), "approve", null);
        assertThat(approvalSteps.ahead(guest)).isEmpty();
        leave();
    }

    private List<Map.Entry<ApprovalSteps.Kind, Long>> daysAhead() {
        return approvalSteps.ahead(guest).stream()
                .map(step -> Map.entry(
                        step.kind(),
                        Math.round(Duration.between(clock.instant(), step.at()).toMinutes() / 1440.0)))
                .toList();
    }

    @Test
    void aReminderThatMeetsADecisionDoesNothing() {
        request("lakeside-practice.example");
        execute(job(process));
        clock.step(Duration.ofDays(1));
        execute(dueJobs().get(0)); // the timer; the letter is still to be written

        approvals.decide(guest, Viewer.of(SeedPeople.OWNER), "approve", null);
        dueJobs().forEach(late -> execute(late));

        assertThat(mails()).hasSize(2);
        leave();
    }

    @Test
    void whatThePolicyRefusesIsNamedAndNotRegistered() {
        long before = db.sql("select count(*) from guest").query(Long.class).single();

        assertThatThrownBy(() -> request(SeedPeople.AMARA, address("harbour-clinic.example"), 366))
                .isInstanceOf(InvalidInput.class)
                .hasMessageStartingWith("accessUntil: Access is given for 365 days at most.");

        assertThat(db.sql("select count(*) from guest").query(Long.class).single())
                .isEqualTo(before);
    }

    @Test
    void aRequestThatThePolicyRefusesMeanwhileEndsDeclined() {
        email = address("harbour-clinic.example");
        transaction.executeWithoutResult(status -> {
            guest = guests.register(new NewGuest(
                            email,
                            "Dr Maya Okafor",
                            clinics.byKey("harbour").orElseThrow().id(),
                            SeedPeople.AMARA.id(),
                            SeedPeople.AMARA.id(),
                            Set.of(InvitationSlice.GRANT),
                            clock.instant().plus(Duration.ofDays(400)),
                            "Shared care of cardiology patients",
                            null,
                            "en"))
                    .id();
            process = engine.getRuntimeService().startProcessInstanceByKey("guest-invitation", guest.toString());
        });

        assertThat(process).hasPassed("EndEvent_RequestRefused").isEnded();
        assertThat(current().state()).isEqualTo(GuestState.DECLINED);
        assertThat(codes()).containsExactly("invitation-requested", "policy-refused");
        assertThat(history()).anyMatch(line -> line.startsWith("Refused by the policy: Access is given for 365 days"));
        assertThat(mailTo(SeedPeople.AMARA)).contains("365 days at most");
        leave();
    }

    @Test
    void anAnswerLostAfterTheActLeavesOneAccount() {
        request("harbour-clinic.example");
        long before = directory.count();
        directory.next(Trouble.ANSWER_LOST);

        work();
        assertThat(effect().state()).isEqualTo(Effect.State.UNKNOWN);
        later();
        invite();

        assertThat(directory.count()).isEqualTo(before + 1);
        assertThat(effect().state()).isEqualTo(Effect.State.CONFIRMED);
        assertThat(current().state()).isEqualTo(GuestState.INVITED);
        leave();
    }

    /** A definite no to a later attempt says nothing of the first one. */
    @Test
    void anAccountWhoseAnswerGotLostStaysOurOwnWhateverIsAnsweredNext() {
        request("harbour-clinic.example");
        directory.next(Trouble.ANSWER_LOST);
        directory.next(Trouble.THROTTLED);

        work();
        later();
        work();
        assertThat(effect().state()).isEqualTo(Effect.State.PLANNED);
        later();
        invite();

        assertThat(current().state()).isEqualTo(GuestState.INVITED);
        assertThat(pending.isAccountOurs(guest)).isTrue();
        assertThat(codes()).doesNotContain("was-invited-already");
        leave();
    }

    @Test
    void anAccountThatOthersMadeAfterAThrottledAttemptIsTheirs() {
        request("harbour-clinic.example");
        directory.next(Trouble.THROTTLED);
        work();
        directory.add(email, DirectoryUser.Kind.GUEST, DirectoryUser.Redemption.PENDING);

        later();
        invite();

        assertThat(pending.isAccountOurs(guest)).isFalse();
        assertThat(codes()).contains("was-invited-already");
        leave();
    }

    @Test
    void aThrottledActWaitsAsLongAsAskedAndKeepsItsRetries() {
        request("harbour-clinic.example");
        directory.next(Trouble.THROTTLED);

        work();

        assertThat(work()).as("nothing is due before the time").isZero();
        assertThat(effect().state()).isEqualTo(Effect.State.PLANNED);
        assertThat(engine.getRuntimeService()
                        .createIncidentQuery()
                        .processInstanceId(process.getId())
                        .count())
                .isZero();
        later();
        invite();
        assertThat(current().state()).isEqualTo(GuestState.INVITED);
        leave();
    }

    @ParameterizedTest
    @EnumSource(
            value = Trouble.class,
            names = {"NOT_SENT", "NO_CREDENTIAL", "INVITATIONS_STOPPED", "PERMISSION_REFUSED"})
    void whatKeepsEverybodyFromBeingInvitedIsWaitedForAndNobodyIsAsked(Trouble trouble) {
        request("harbour-clinic.example");
        directory.next(trouble);

        work();

        assertThat(effect().state()).isEqualTo(Effect.State.PLANNED);
        assertThat(outages.open()).hasSize(1);
        assertThat(work()).as("while it lasts").isZero();
        assertThat(current().attention()).isNull();
        later();
        invite();
        assertThat(outages.open()).isEmpty();
        assertThat(current().state()).isEqualTo(GuestState.INVITED);
        leave();
    }

    @Test
    void anAccountCountsOnlyOnceItIsVisible() {
        request("harbour-clinic.example");
        directory.showAccountsLate();

        work();
        assertThat(current().state()).isEqualTo(GuestState.REQUESTED);
        directory.showAll();
        later();
        invite();

        assertThat(current().state()).isEqualTo(GuestState.INVITED);
        assertThat(directory.accepted().stream().filter(("invite " + email)::equals))
                .hasSize(1);
        leave();
    }

    @Test
    void aRefusedInvitationWaitsForAnAdministratorWhoTriesAgain() {
        request("harbour-clinic.example");
        directory.next(Trouble.REFUSED_BY_POLICY);

        refusedInvitation();
        assertThat(process).isWaitingAt("UserTask_DecideOnRefusedInvitation");
        assertThat(current().attention()).isEqualTo(Attention.INVITATION_REFUSED);
        completeAs(SeedPeople.ADMIN, "administrator", "again");
        invite();

        assertThat(current().state()).isEqualTo(GuestState.INVITED);
        assertThat(current().attention()).isNull();
        leave();
    }

    @Test
    void aRefusedInvitationCanBeGivenUp() {
        request("harbour-clinic.example");
        directory.next(Trouble.REFUSED_BY_POLICY);
        refusedInvitation();

        completeAs(SeedPeople.ADMIN, "administrator", "give-up");
        execute(job(process));

        assertThat(process).hasPassed("EndEvent_InvitationDeclined").isEnded();
        assertThat(current().state()).isEqualTo(GuestState.DECLINED);
        assertThat(mailTo(SeedPeople.AMARA)).contains("Invitation given up after the tenant refused it");
        leave();
    }

    @Test
    void whyAnInvitationWasGivenUpIsNotWhatAnOwnerWroteToTheApproval() {
        request("lakeside-practice.example");
        execute(job(process));
        approvals.decide(guest, Viewer.of(SeedPeople.OWNER), "approve", "Known from the tumour board.");
        clock.step(Duration.ofMinutes(1));
        directory.next(Trouble.REFUSED_BY_POLICY);
        refusedInvitation();

        completeAs(SeedPeople.ADMIN, "administrator", "give-up");
        execute(job(process));

        assertThat(mailTo(SeedPeople.AMARA))
                .contains("Invitation given up after the tenant refused it")
                .doesNotContain("tumour board");
        leave();
    }

    @Test
    void onlyAnAdministratorDecidesOnWhatTheTenantRefused() {
        request("harbour-clinic.example");
        directory.next(Trouble.REFUSED_BY_POLICY);
        refusedInvitation();

        assertThatThrownBy(() -> completeAs(SeedPeople.OWNER, "administrator", "again"))
                .hasStackTraceContaining("Only an administrator");
        assertThatThrownBy(() -> completeAs(SeedPeople.ADMIN, "administrator", "maybe"))
                .hasStackTraceContaining("Choose to invite again");

        assertThat(process).isWaitingAt("UserTask_DecideOnRefusedInvitation");
        leave();
    }

    @Test
    void anEmployeeIsNeverInvited() {
        email = address("harbour-clinic.example");
        directory.add(email, DirectoryUser.Kind.MEMBER, DirectoryUser.Redemption.NONE);
        request(email, "harbour-clinic.example");

        refusedInvitation();

        assertThat(process).isWaitingAt("UserTask_DecideOnRefusedInvitation");
        assertThat(directory.accepted()).doesNotContain("invite " + email);
        leave();
    }

    @Test
    void refusedAccessWaitsForRepair() {
        request("harbour-clinic.example");
        invite();
        mailLink();
        accounts.seen(directory.redeem(email), clock.instant());
        afterRedemption();
        directory.next(Trouble.REFUSED_BY_POLICY);

        work();
        assertThat(process).isWaitingAt("UserTask_RepairAccess");
        assertThat(current().attention()).isEqualTo(Attention.GRANT_REFUSED);
        completeAs(SeedPeople.ADMIN, "administrator", "");
        work();
        execute(job(process));

        assertThat(process).hasPassed("EndEvent_GuestActive").isEnded();
        leave();
    }

    @Test
    void aGrantWhoseAnswerGotLostIsReadBackAndNotRepeated() {
        request("harbour-clinic.example");
        invite();
        mailLink();
        accounts.seen(directory.redeem(email), clock.instant());
        afterRedemption();
        directory.next(Trouble.ANSWER_LOST);

        work();
        later();
        work();
        execute(job(process));

        assertThat(process).hasPassed("EndEvent_GuestActive").isEnded();
        assertThat(directory.accepted().stream()
                        .filter(act -> act.equals("add " + current().account().orElseThrow())))
                .hasSize(1);
        leave();
    }

    @Test
    void inReportOnlyModeNobodyIsInvitedAndTheRequestEndsReported() {
        mode.reportOnly(true);
        request("harbour-clinic.example");

        work();

        assertThat(process).hasPassed("EndEvent_InvitationReported").isEnded();
        assertThat(directory.accepted()).doesNotContain("invite " + email);
        assertThat(effect().state()).isEqualTo(Effect.State.SUPPRESSED);
        assertThat(current().state()).isEqualTo(GuestState.DECLINED);
        assertThat(mails()).isEmpty();
        mode.reportOnly(false);
        assertThat(work()).as("nothing is made up for").isZero();
        leave();
    }

    @Test
    void inReportOnlyModeNoAccessIsGiven() {
        request("harbour-clinic.example");
        invite();
        mailLink();
        accounts.seen(directory.redeem(email), clock.instant());
        afterRedemption();
        mode.reportOnly(true);

        work();

        assertThat(process).hasPassed("EndEvent_GrantReported").isEnded();
        assertThat(directory.accepted())
                .doesNotContain("add " + current().account().orElseThrow());
        assertThat(current().state()).isEqualTo(GuestState.INVITED);
        leave();
    }

    @Test
    void anInvitationThatNobodyAcceptsLapses() {
        request("harbour-clinic.example");
        invite();
        mailLink();

        days(30);

        assertThat(process).hasPassed("EndEvent_InvitationLapsed").isEnded();
        assertThat(current().state()).isEqualTo(GuestState.DELETED);
        leave();
    }

    @Test
    void anInvitationThatItsSponsorDropsIsWithdrawn() {
        request("harbour-clinic.example");
        invite();
        mailLink();
        days(14);

        Task choice = engine.getTaskService()
                .createTaskQuery()
                .processInstanceBusinessKey(guest.toString())
                .singleResult();
        engine.getIdentityService().setAuthentication(SeedPeople.AMARA.id().value(), List.of());
        engine.getTaskService().complete(choice.getId(), Map.of("decision", "drop"));
        engine.getIdentityService().clearAuthentication();
        days(0);

        assertThat(process).hasPassed("EndEvent_InvitationWithdrawn").isEnded();
        assertThat(current().state()).isEqualTo(GuestState.DELETED);
        leave();
    }

    @Test
    void inReportOnlyModeTheEndOfAnInvitationIsReported() {
        request("harbour-clinic.example");
        invite();
        mailLink();
        mode.reportOnly(true);

        days(30);

        assertThat(process).hasPassed("EndEvent_InvitationEndReported").isEnded();
        assertThat(current().state()).isEqualTo(GuestState.INVITED);
        leave();
    }

    @Test
    void aWorkflowFromBeforeThereWasAFollowUpFinishesOnItsOwnVersion() {
        engine.getRepositoryService()
                .createDeployment()
                .addClasspathResource("earlier-models/guest-invitation-1.bpmn")
                .deploy();
        try {
            request("harbour-clinic.example");
            invite();
            execute(job(process));
            assertThat(process).isWaitingAt("IntermediateCatchEvent_InvitationRedeemed");
            engine.getRepositoryService()
                    .createDeployment()
                    .addClasspathResource("bpmn/invitation/guest-invitation.bpmn")
                    .addClasspathResource("bpmn/redemption/redemption-follow-up.bpmn")
                    .deploy();
            accounts.seen(directory.redeem(email), clock.instant());
            execute(job(process));
            work();
            execute(job(process));

            assertThat(process).hasPassed("EndEvent_GuestActive").isEnded();
            assertThat(current().state()).isEqualTo(GuestState.ACTIVE);
        } finally {
            engine.getRepositoryService()
                    .createDeployment()
                    .addClasspathResource("bpmn/invitation/guest-invitation.bpmn")
                    .addClasspathResource("bpmn/redemption/redemption-follow-up.bpmn")
                    .deploy();
        }
        leave();
    }

    @Test
    void anInvitationWhoseGuestIsBlockedMeanwhileEnds() {
        request("harbour-clinic.example");
        invite();
        mailLink();

        engine.getRuntimeService()
                .createMessageCorrelation("guestward.guest-blocked")
                .processInstanceBusinessKey(guest.toString())
                .correlate();

        assertThat(process).hasPassed("EndEvent_InvitationOvertaken").isEnded();
        leave();
    }

    @Test
    void anActIsMadeEvenIfItsTaskIsGone() {
        request("harbour-clinic.example");
        directory.next(Trouble.ANSWER_LOST);
        work();
        engine.getRuntimeService().deleteProcessInstance(process.getId(), "taken back in Cockpit");

        later();
        work();

        assertThat(effect().state()).isEqualTo(Effect.State.CONFIRMED);
        assertThat(current().account())
                .as("the register knows the account all the same")
                .isPresent();
    }

    @Test
    void theEngineLearnsNothingPersonal() {
        request("harbour-clinic.example");
        invite();
        mailLink();
        accounts.seen(directory.redeem(email), clock.instant());
        grant();

        assertThat(engine.getHistoryService()
                        .createHistoricVariableInstanceQuery()
                        .processInstanceId(process.getId())
                        .list())
                .isEmpty();
        assertThat(links()).isZero();
        leave();
    }

    @Test
    void aLinkThatNoMailTookAlongIsForgotten() {
        request("harbour-clinic.example");
        invite();
        linkIsOld(Duration.ofDays(2));
        tidyLinks();
        assertThat(links()).as("the first mail needs it").isEqualTo(1);
        mailLink();
        assertThat(links()).isZero();

        keepLink();
        linkIsOld(Duration.ofHours(2));
        tidyLinks();
        assertThat(links()).as("a reminder may need it").isEqualTo(1);
        linkIsOld(Duration.ofDays(1));
        tidyLinks();
        assertThat(links()).isZero();

        keepLink();
        accounts.seen(directory.redeem(email), clock.instant());
        tidyLinks();
        assertThat(links()).isEqualTo(1);
        linkIsOld(Duration.ofHours(2));
        tidyLinks();
        assertThat(links()).as("the guest has accepted").isZero();
        leave();
    }

    @Test
    void aLinkWhoseWorkflowIsGoneIsForgotten() {
        request("harbour-clinic.example");
        invite();
        leave();
        engine
                .getRuntimeService()
                .createProcessInstanceQuery()
                .processInstanceBusinessKey(guest.toString())
                .list()
                .stream()
                .forEach(open ->
                        engine.getRuntimeService().deleteProcessInstance(open.getId(), "taken back in Cockpit"));

        tidyLinks();
        assertThat(links()).isEqualTo(1);
        linkIsOld(Duration.ofDays(2));
        tidyLinks();

        assertThat(links()).isZero();
    }

    private void tidyLinks() {
        jobs.stream()
                .filter(job -> job.name().equals("redeem-link-housekeeping"))
                .forEach(FleetJob::run);
    }

    private void keepLink() {
        db.sql("insert into redeem_link (guest_id, url, received_at) values (?, 'https://redeem.example', ?)")
                .params(guest.value(), Timestamp.from(clock.instant()))
                .update();
    }

    private void linkIsOld(Duration age) {
        db.sql("update redeem_link set received_at = ? where guest_id = ?")
                .params(Timestamp.from(clock.instant().minus(age)), guest.value())
                .update();
    }

    private long links() {
        return db.sql("select count(*) from redeem_link where guest_id = ?")
                .param(guest.value())
                .query(Long.class)
                .single();
    }

    private void request(String domain) {
        request(address(domain), domain);
    }

    private static String address(String domain) {
        return "m.okafor" + NUMBER.incrementAndGet() + "@" + domain;
    }

    private void request(String address, String domain) {
        request(SeedPeople.AMARA, address, 90);
    }

    /** Whoever is no sponsor names one. */
    private void request(Person caller, String address, int days) {
        email = address;
        InvitationAnswer answer = invitations.request(
                new InvitationRequest(
                                address,
                                "Dr Maya Okafor",
                                null,
                                caller.has(Role.SPONSOR) ? null : SeedPeople.AMARA.userName(),
                                List.of(InvitationSlice.GRANT),
                                clock.instant().plus(Duration.ofDays(days)).toString(),
                                "Shared care of cardiology patients",
                                null,
                                "en")
                        .continuing("other-person", null),
                Viewer.of(caller),
                null);
        guest = ((InvitationAnswer.Accepted) answer).guest();
        process = engine.getRuntimeService()
                .createProcessInstanceQuery()
                .processInstanceBusinessKey(guest.toString())
                .singleResult();
        assertThat(process).isStarted();
    }

    /** Plans what the tasks wish for, does it, and lets the tasks go on. */
    private int work() {
        int done = 0;
        for (int now = 1; now > 0; done += now) {
            now = worker.runOnce() + gateway.runOnce();
        }
        return done;
    }

    private void invite() {
        work();
        execute(job(process)); // what follows the external task
    }

    private void refusedInvitation() {
        work();
        assertThat(current().attention()).isEqualTo(Attention.INVITATION_REFUSED);
    }

    private void mailLink() {
        execute(job(process));
        execute(job(process)); // the follow-up begins
    }

    /** What follows the message, in the workflow that was called. */
    private void afterRedemption() {
        engine.getManagementService().createJobQuery().messages().list().stream()
                .filter(job -> engine.getRuntimeService()
                                .createProcessInstanceQuery()
                                .processInstanceId(job.getProcessInstanceId())
                                .superProcessInstanceId(process.getId())
                                .count()
                        == 1)
                .forEach(job -> engine.getManagementService().executeJob(job.getId()));
    }

    private void grant() {
        afterRedemption();
        work();
        execute(job(process));
    }

    private void later() {
        clock.step(Duration.ofMinutes(1));
    }

    /** Lets days pass for this guest, and does what is due. */
    private void days(int days) {
        PassingDays passing = new PassingDays(engine, db);
        passing.pass(guest, Duration.ofDays(days));
        for (int i = 0; i < 2; i++) {
            int done = 1;
            while (done > 0) {
                done = work();
                List<String> jobs = passing.instances(guest).stream()
                        .flatMap(instance -> engine
                                .getManagementService()
                                .createJobQuery()
                                .processInstanceId(instance.getId())
                                .messages()
                                .list()
                                .stream())
                        .map(org.camunda.bpm.engine.runtime.Job::getId)
                        .toList();
                jobs.forEach(job -> engine.getManagementService().executeJob(job));
                done += jobs.size();
            }
            passing.fire(guest);
        }
    }

    private Task ownersTask() {
        return task("owner");
    }

    private Task task(String group) {
        return engine.getTaskService()
                .createTaskQuery()
                .processInstanceId(process.getId())
                .taskCandidateGroup(group)
                .singleResult();
    }

    private void completeAs(Person person, String decision) {
        completeAs(person, "owner", decision);
    }

    private void completeAs(Person person, String group, String decision) {
        engine.getIdentityService().setAuthentication(person.id().value(), List.of());
        try {
            engine.getTaskService().complete(task(group).getId(), Map.of("decision", decision));
        } finally {
            engine.getIdentityService().clearAuthentication();
        }
    }

    private Guest current() {
        return guests.get(guest);
    }

    private Effect effect() {
        return effects.of(guest.value()).get(0);
    }

    /** Lets time pass and does what is due then. */
    private void due(Duration later) {
        clock.step(later);
        for (List<Job> jobs = dueJobs(); !jobs.isEmpty(); jobs = dueJobs()) {
            jobs.forEach(job -> execute(job));
        }
    }

    private List<Job> dueJobs() {
        return engine.getManagementService()
                .createJobQuery()
                .processInstanceId(process.getId())
                .executable()
                .list();
    }

    private List<String> history() {
        return timeline.of(guest, Locale.ENGLISH).stream()
                .map(Timeline.Line::text)
                .toList();
    }

    /** The newest one. */
    private String mailTo(Person person) {
        return db.sql("select text_body from mail_message where guest_id = ? and to_address = ?"
                        + " order by created_at desc limit 1")
                .params(guest.value(), person.mail())
                .query(String.class)
                .optional()
                .orElse("");
    }

    /** Everything that ever was a variable of this instance. */
    private List<String> valuesInTheEngine() {
        return engine
                .getHistoryService()
                .createHistoricDetailQuery()
                .processInstanceId(process.getId())
                .variableUpdates()
                .list()
                .stream()
                .map(update -> String.valueOf(((HistoricVariableUpdate) update).getValue()))
                .toList();
    }

    private List<String> codes() {
        return audit.of(guest.value()).stream().map(AuditEntry::code).toList();
    }

    private List<String> mails() {
        return db.sql("select to_address from mail_message where guest_id = ?")
                .param(guest.value())
                .query(String.class)
                .list();
    }

    /** Remembers which elements this way led through, and takes the guest out of the next test's way. */
    private void leave() {
        VISITED.addAll(
                engine
                        .getHistoryService()
                        .createHistoricActivityInstanceQuery()
                        .processInstanceId(process.getId())
                        .list()
                        .stream()
                        .map(HistoricActivityInstance::getActivityId)
                        .toList());
        engine.getRuntimeService()
                .createProcessInstanceQuery()
                .processInstanceId(process.getId())
                .list()
                .forEach(open -> engine.getRuntimeService().deleteProcessInstance(open.getId(), "test over"));
    }
}
