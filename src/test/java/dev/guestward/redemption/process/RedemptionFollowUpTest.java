package dev.guestward.redemption.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.guestward.audit.AuditEntry;
import dev.guestward.audit.AuditLedger;
import dev.guestward.directory.DirectoryUser;
import dev.guestward.directory.InMemoryDirectory;
import dev.guestward.directory.InMemoryDirectory.Trouble;
import dev.guestward.directory.ManagedAccounts;
import dev.guestward.directory.Membership;
import dev.guestward.directory.ObjectId;
import dev.guestward.directory.effect.Effect;
import dev.guestward.directory.effect.Effects;
import dev.guestward.directory.gateway.Gateway;
import dev.guestward.directory.process.DirectoryTaskWorker;
import dev.guestward.embedded.SeedPeople;
import dev.guestward.guest.Attention;
import dev.guestward.guest.Guest;
import dev.guestward.guest.GuestId;
import dev.guestward.guest.GuestState;
import dev.guestward.guest.Guests;
import dev.guestward.guest.InvitationSteps;
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
import dev.guestward.redemption.FollowUps;
import dev.guestward.redemption.PassingDays;
import dev.guestward.redemption.RedemptionChoices;
import dev.guestward.redemption.Resends;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
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

/** Every way through {@code redemption-follow-up}, called by {@code guest-invitation} on a bare engine. */
@SpringJUnitConfig(InvitationSlice.class)
class RedemptionFollowUpTest {
    private static final Duration DAY = Duration.ofDays(1);
    /** After so long what the brake holds is looked at again. */
    private static final Duration HELD = Duration.ofMinutes(16);

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
    InMemoryDirectory directory;

    @Autowired
    DirectoryTaskWorker worker;

    @Autowired
    Gateway gateway;

    @Autowired
    InvitationSlice.SwitchedMode mode;

    @Autowired
    ManagedAccounts accounts;

    @Autowired
    Effects effects;

    @Autowired
    AuditLedger audit;

    @Autowired
    FollowUps followUps;

    @Autowired
    RedemptionChoices choices;

    @Autowired
    Resends resends;

    @Autowired
    JdbcClient db;

    private final SteppedClock clock = SteppedClock.instance();
    private final List<GuestId> invited = new ArrayList<>();
    private String email = "";
    private GuestId guest = GuestId.random();

    @AfterEach
    void capsAreTheFirstOnes() {
        db.sql("delete from brake_cap where name = 'DELETES'").update();
    }

    @BeforeEach
    void begin() {
        directory.calmDown();
        mode.reportOnly(false);
        db.sql("delete from brake_count").update();
        // however many guests other tests have left
        db.sql("insert into brake_cap (name, fewest, most, percent) values ('DELETES', 5, 5, 2)"
                        + " on conflict (name) do update set fewest = 5, most = 5, percent = 2")
                .update();
        drawn = engine
                .getRepositoryService()
                .getBpmnModelInstance(engine.getRepositoryService()
                        .createProcessDefinitionQuery()
                        .processDefinitionKey(RedemptionModel.PROCESS)
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
        for (GuestId one : invited) {
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
    void aGuestIsRemindedOnDays3And7And14AndTheLinkOfEachReminderIsAnotherOne() {
        invite();
        assertThat(next().kind()).isEqualTo(InvitationSteps.Kind.REMIND);
        assertThat(Duration.between(followUps.invitedAt(guest), next().at())).isEqualTo(DAY.multipliedBy(3));

        pass(2);
        assertThat(mails("INVITATION_REMINDER")).isZero();
        pass(1);
        assertThat(mails("INVITATION_REMINDER")).isEqualTo(1);
        pass(4);
        assertThat(mails("INVITATION_REMINDER")).isEqualTo(2);
        assertThat(next().kind()).isEqualTo(InvitationSteps.Kind.REMIND);
        pass(7);

        assertThat(mails("INVITATION_REMINDER")).isEqualTo(3);
        assertThat(invitationsSent()).isEqualTo(4);
        assertThat(links()).as("links are not kept").isZero();
        assertThat(directory.usersWithMail(email)).hasSize(1);
    }

    @Test
    void redeemingEndsTheFollowUpAndGivesAccess() {
        invite();
        pass(3);

        redeem();
        work();

        assertThat(passed()).contains("BoundaryEvent_InvitationRedeemed", "EndEvent_InvitationRedeemed");
        assertThat(current().state()).isEqualTo(GuestState.ACTIVE);
    }

    @Test
    void onDay14TheSponsorIsAskedByMailAndTaskAndRemindedOnce() {
        invite();
        pass(14);

        Task task = task();
        assertThat(task.getAssignee()).isEqualTo(SeedPeople.AMARA.id().value());
        assertThat(task.getDueDate()).isEqualTo(java.util.Date.from(followUps.lapsesAt(guest)));
        assertThat(task.getFollowUpDate()).isNotNull();
        assertThat(mails("SPONSOR_CHOICE")).isEqualTo(1);
        assertThat(mails("INVITATION_REMINDER"))
                .as("one reminder stands for those that were missed")
                .isEqualTo(1);
        pass(5);
        pass(5);

        assertThat(mails("SPONSOR_CHOICE")).isEqualTo(2);
        assertThat(task().getId()).isEqualTo(task.getId());
    }

    @Test
    void redeemingTakesTheTaskAway() {
        invite();
        pass(14);
        assertThat(task()).isNotNull();

        redeem();
        work();

        assertThat(tasks()).isEmpty();
        assertThat(current().state()).isEqualTo(GuestState.ACTIVE);
    }

    @Test
    void theSponsorHasItSentAgain() {
        invite();
        pass(14);

        choose(SeedPeople.AMARA, "again");
        work();

        assertThat(mails("INVITATION_REMINDER")).isEqualTo(2);
        assertThat(next().kind()).isEqualTo(InvitationSteps.Kind.LAPSE);
        assertThat(codes()).contains("link-asked");
        assertThat(tasks()).isEmpty();
    }

    @Test
    void theSponsorCorrectsTheAddressAndAllBeginsAnew() {
        invite();
        pass(14);
        String wrong = email;
        String right = address();
        choices.keepAddress(guest, SeedPeople.AMARA.id(), right);

        choose(SeedPeople.AMARA, "correct");
        work();

        assertThat(current().email()).isEqualTo(right);
        assertThat(directory.usersWithMail(wrong)).isEmpty();
        assertThat(directory.usersWithMail(right))
                .extracting(DirectoryUser::id)
                .containsExactly(current().account().orElseThrow());
        assertThat(recipients()).contains(right);
        assertThat(choices.keptAddress(guest)).isEmpty();
        assertThat(next().kind()).isEqualTo(InvitationSteps.Kind.REMIND);
        assertThat(codes()).contains("address-corrected");
        assertThat(engine.getHistoryService()
                        .createHistoricVariableInstanceQuery()
                        .list())
                .as("the engine learns nothing")
                .noneMatch(variable -> String.valueOf(variable.getValue()).contains("@"));
        email = right;
        redeem();
        work();
        assertThat(current().state()).isEqualTo(GuestState.ACTIVE);
    }

    @Test
    void whoAcceptsAtTheWrongAddressWhileItIsCorrectedIsNotLetIn() {
        invite();
        pass(14);
        String right = address();
        keep(right);

        choose(SeedPeople.AMARA, "correct");
        redeem();

        onlyTheRightPersonIsLetIn(right);
    }

    @Test
    void whoAcceptedAtTheWrongAddressBeforeItWasCalledWrongAndIsHeardOfLaterIsNotLetIn() {
        invite();
        pass(14);
        String right = address();
        keep(right);
        DirectoryUser accepted = directory.redeem(email);

        choose(SeedPeople.AMARA, "correct");
        accounts.seen(accepted, clock.instant());

        onlyTheRightPersonIsLetIn(right);
    }

    private void onlyTheRightPersonIsLetIn(String right) {
        assertThat(current().redeemedAt()).as("somebody accepted").isNotNull();
        work();
        assertThat(current().state()).isEqualTo(GuestState.INVITED);
        assertThat(current().redeemedAt()).isNull();
        assertThat(directory.accepted()).noneMatch(act -> act.startsWith("add " + account()));
        assertThat(directory
                        .user(current().account().orElseThrow())
                        .orElseThrow()
                        .hasAccepted())
                .isFalse();
        assertThat(codes()).containsOnlyOnce("acceptance-void");
        assertThat(recipients()).contains(right);
        assertThat(next().kind()).isEqualTo(InvitationSteps.Kind.REMIND);
        email = right;
        redeem();
        work();
        assertThat(current().state()).isEqualTo(GuestState.ACTIVE);
    }

    @Test
    void whoAcceptsAtAWrongAddressThatTheTenantDoesNotChangeIsNotLetInEither() {
        wrongPersonAcceptsAndTheCorrectionIsRefused();

        assertThatThrownBy(() -> choose(SeedPeople.AMARA, "again")).hasStackTraceContaining("the wrong address");
        pass(16);
        assertThat(tasks()).isEmpty();
        assertThat(current().state()).as("neither let in nor deleted").isEqualTo(GuestState.INVITED);
        hasAnotherAddress();
        assertThat(current().redeemedAt()).isNull();
        look();
        assertThat(current().state()).as("the days began anew").isEqualTo(GuestState.INVITED);
        email = current().email();
        redeem();
        look();

        assertThat(current().state()).isEqualTo(GuestState.ACTIVE);
    }

    @Test
    void whoAcceptsAtAWrongAddressIsBlockedWhenTheSponsorDropsTheInvitation() {
        wrongPersonAcceptsAndTheCorrectionIsRefused();
        email = Objects.requireNonNull(
                directory.user(current().account().orElseThrow()).orElseThrow().mail());

        choose(SeedPeople.AMARA, "drop");
        work();

        blockedNotDeleted();
    }

    private void wrongPersonAcceptsAndTheCorrectionIsRefused() {
        invite();
        pass(14);
        keep(address());
        directory.next(Trouble.REFUSED_BY_POLICY);
        choose(SeedPeople.AMARA, "correct");
        DirectoryUser accepted = directory.redeem(email);
        accounts.seen(accepted, clock.instant());
        work();
        accounts.seen(accepted, clock.instant());
        fire();
        assertThat(passed()).contains("BoundaryEvent_CorrectionRefused");
        assertThat(current().state()).isEqualTo(GuestState.INVITED);
        assertThat(task()).isNotNull();
    }

    @Test
    void aCorrectionTheTenantRefusesComesBackToTheSponsor() {
        invite();
        pass(14);
        choices.keepAddress(guest, SeedPeople.AMARA.id(), address());
        directory.next(Trouble.REFUSED_BY_POLICY);

        choose(SeedPeople.AMARA, "correct");
        work();
        fire();

        assertThat(task()).isNotNull();
        assertThat(codes()).contains("correction-refused");
        assertThat(passed()).contains("BoundaryEvent_CorrectionRefused");
    }

    @Test
    void aCorrectionWhoseAnswersGetLostIsFinished() {
        invite();
        pass(14);
        choices.keepAddress(guest, SeedPeople.AMARA.id(), address());
        directory.next(Trouble.ANSWER_LOST);
        directory.next(Trouble.ANSWER_LOST);

        choose(SeedPeople.AMARA, "correct");
        work();
        clock.step(Duration.ofMinutes(1));
        work();
        clock.step(Duration.ofMinutes(1));
        work();

        assertThat(directory.usersWithMail(current().email())).hasSize(1);
        assertThat(recipients()).contains(current().email());
    }

    @Test
    void aNewAddressOfSomebodyWithAccessThatTheTenantRefusesIsShownUntilItTakesOne() {
        invite();
        redeem();
        work();
        assertThat(current().state()).isEqualTo(GuestState.ACTIVE);
        directory.next(Trouble.REFUSED_BY_POLICY);

        hasAnotherAddress();

        assertThat(current().attention()).isEqualTo(Attention.ADDRESS_NOT_CHANGED);
        assertThat(codes()).containsSubsequence("correction-refused", "address-not-changed");

        hasAnotherAddress();

        assertThat(current().attention()).isNull();
        assertThat(codes()).contains("address-changed-after-all");
    }

    private void hasAnotherAddress() {
        invitations.request(
                new InvitationRequest(
                                address(),
                                "Dr Pia Lund",
                                null,
                                null,
                                List.of(InvitationSlice.GRANT),
                                clock.instant().plus(Duration.ofDays(90)).toString(),
                                "Shared care of cardiology patients",
                                null,
                                "en")
                        .continuing("same-person-new-address", guest.toString()),
                Viewer.of(SeedPeople.AMARA),
                null);
        work();
    }

    @Test
    void anAddressOfSomebodyElseOfAnotherClinicOrOfTheHospitalIsRefused() {
        String first = invite();
        invite();
        pass(14);

        assertThatThrownBy(() -> keep(first)).isInstanceOf(Conflict.class).hasMessageContaining("known here");
        assertThatThrownBy(() -> keep(email)).isInstanceOf(InvalidInput.class);
        assertThatThrownBy(() -> keep("x@lakeside-practice.example")).isInstanceOf(InvalidInput.class);
        assertThatThrownBy(() -> keep("x@northfield.example")).isInstanceOf(InvalidInput.class);
        assertThatThrownBy(() -> keep("x+y@harbour-clinic.example")).isInstanceOf(InvalidInput.class);
        assertThatThrownBy(() -> choose(SeedPeople.AMARA, "correct")).hasStackTraceContaining("Enter the right mail");
        assertThat(task()).isNotNull();
    }

    @Test
    void onlyTheSponsorOrAnAdministratorChooses() {
        invite();
        pass(14);

        assertThatThrownBy(() -> choose(SeedPeople.BEN, "drop")).hasStackTraceContaining("Only the guest's sponsor");
        assertThatThrownBy(() -> choices.keepAddress(guest, SeedPeople.BEN.id(), address()))
                .isInstanceOf(Conflict.class);
        assertThatThrownBy(() -> choose(SeedPeople.AMARA, "keep")).hasStackTraceContaining("Choose to send again");
        assertThat(task()).isNotNull();

        choose(SeedPeople.ADMIN, "again");
        assertThat(tasks()).isEmpty();
    }

    @Test
    void theSponsorDropsTheInvitation() {
        invite();
        pass(14);

        choose(SeedPeople.AMARA, "drop");
        work();

        assertThat(current().state()).isEqualTo(GuestState.DELETED);
        assertThat(directory.usersWithMail(email)).isEmpty();
        assertThat(directory.deletedUser(current().account().orElseThrow())).isPresent();
        assertThat(passed()).contains("EndEvent_InvitationWithdrawn");
        assertThat(codes()).contains("invitation-dropped", "withdrawn");
        assertThat(mails("INVITATION_LAPSED")).isZero();
        assertThat(audit.isIntact(guest.value())).isTrue();
    }

    @Test
    void whoAcceptsAfterTheSponsorSaidNoIsBlockedAndNotDeleted() {
        invite();
        pass(14);

        choose(SeedPeople.AMARA, "drop");
        redeem();
        work();

        blockedNotDeleted();
    }

    @Test
    void whoAcceptsUnnoticedAfterTheSponsorSaidNoIsBlockedAndNotDeleted() {
        invite();
        pass(14);

        choose(SeedPeople.AMARA, "drop");
        DirectoryUser accepted = directory.redeem(email);
        work();

        blockedNotDeleted();
        accounts.seen(accepted, clock.instant());
        work();
        assertThat(current().redeemedAt()).isNotNull();
        assertThat(current().state()).as("the acceptance opens nothing later").isEqualTo(GuestState.BLOCKED);
    }

    @Test
    void whoAcceptsWhileTheDeletionIsInTheDarkIsBlockedAndNotDeleted() {
        invite();
        pass(14);
        directory.next(Trouble.REQUEST_LOST);
        choose(SeedPeople.AMARA, "drop");
        work();
        assertThat(current().state()).as("nobody knows").isEqualTo(GuestState.INVITED);

        redeem();
        clock.step(Duration.ofMinutes(1));
        work();

        blockedNotDeleted();
    }

    @Test
    void whoAcceptsADroppedInvitationWhileHeldIsBlocked() {
        for (int i = 0; i < 5; i++) {
            invite();
            pass(30);
        }
        invite();
        pass(14);
        choose(SeedPeople.AMARA, "drop");
        work();
        assertThat(current().attention()).isEqualTo(Attention.HELD_BY_BRAKE);

        redeem();
        clock.step(HELD);
        work();

        blockedNotDeleted();
        assertThat(placesTaken()).as("nothing was deleted, so nothing counts").isZero();
        assertThat(current().attention()).isNull();
    }

    @Test
    void aDroppedInvitationToAnAccountThatWasThereBeforeChangesNothingInTheTenant() {
        email = address();
        DirectoryUser before = directory.add(email, DirectoryUser.Kind.GUEST, DirectoryUser.Redemption.PENDING);
        invite(email);
        pass(14);

        choose(SeedPeople.AMARA, "drop");
        work();

        assertThat(directory.user(before.id())).hasValue(before);
        assertThat(current().state()).isEqualTo(GuestState.DELETED);
        assertThat(codes()).contains("withdrawn-account-kept");
    }

    @Test
    void aBlockTheTenantDoesNotAllowLeavesTheAccountWithoutAccess() {
        invite();
        pass(14);
        directory.holds(current().account().orElseThrow(), Membership.Kind.DIRECTORY_ROLE, "Reader");

        choose(SeedPeople.AMARA, "drop");
        redeem();
        work();

        assertThat(current().state()).isEqualTo(GuestState.DELETED);
        assertThat(codes()).contains("withdrawn-account-kept").doesNotContain("access-granted", "activated");
        assertThat(directory.usersWithMail(email)).hasSize(1);
    }

    private void blockedNotDeleted() {
        assertThat(current().state()).isEqualTo(GuestState.BLOCKED);
        assertThat(directory.usersWithMail(email))
                .singleElement()
                .satisfies(account -> assertThat(account.enabled()).isFalse());
        assertThat(directory.accepted()).noneMatch(act -> act.startsWith("delete " + account()));
        assertThat(directory.accepted()).noneMatch(act -> act.startsWith("add " + account()));
        assertThat(codes()).containsOnlyOnce("withdrawn-blocked").doesNotContain("withdrawn", "activated");
        assertThat(passed()).contains("EndEvent_InvitationWithdrawn");
        assertThat(days().instances(guest))
                .as("removed from here in the ordinary way")
                .extracting(open -> open.getProcessDefinitionId().replaceFirst(":.*", ""))
                .containsExactly("guest-removal");
        assertThat(audit.isIntact(guest.value())).isTrue();
    }

    private String account() {
        return current().account().orElseThrow().value();
    }

    private long placesTaken() {
        return db.sql("select count(*) from brake_count where kind = 'DELETE' and guest_id = ?")
                .param(guest.value())
                .query(Long.class)
                .single();
    }

    @Test
    void withoutAChoiceTheInvitationLapsesOnDay30() {
        invite();
        pass(14);
        pass(15);
        assertThat(current().state()).isEqualTo(GuestState.INVITED);

        pass(1);

        assertThat(current().state()).isEqualTo(GuestState.DELETED);
        assertThat(passed()).contains("BoundaryEvent_TimeOver", "EndEvent_InvitationLapsed");
        assertThat(codes()).contains("lapsed");
        assertThat(mails("INVITATION_LAPSED")).isEqualTo(1);
        assertThat(tasks()).isEmpty();
    }

    @Test
    void aNewAddressWhileTheSponsorIsAskedMovesTheLastDay() {
        invite();
        pass(14);
        pass(6);

        hasAnotherAddress();
        pass(10);

        assertThat(passed()).contains("BoundaryEvent_TimeOver").doesNotContain("ServiceTask_EndInvitation");
        assertThat(current().state()).isEqualTo(GuestState.INVITED);
        assertThat(tasks()).isEmpty();
        assertThat(directory.usersWithMail(current().email())).hasSize(1);
        pass(20);
        assertThat(current().state()).isEqualTo(GuestState.DELETED);
    }

    @Test
    void aWorkflowOfTheFirstVersionDoesNotEndOnTheOldDayEither() {
        deploy("earlier-models/redemption-follow-up-1.bpmn");
        try {
            invite();
            pass(14);
        } finally {
            deploy("bpmn/redemption/redemption-follow-up.bpmn");
        }
        pass(6);

        hasAnotherAddress();
        pass(10);

        assertThat(passed()).contains("EndEvent_NothingChosen", "ServiceTask_EndInvitation");
        assertThat(current().state()).isEqualTo(GuestState.INVITED);
        assertThat(deletions()).isEmpty();
        pass(20);
        look();
        assertThat(current().state()).isEqualTo(GuestState.DELETED);
    }

    /** The workflow that calls belongs into the same deployment. */
    private void deploy(String followUp) {
        engine.getRepositoryService()
                .createDeployment()
                .addClasspathResource("bpmn/invitation/guest-invitation.bpmn")
                .addClasspathResource(followUp)
                .deploy();
    }

    @Test
    void afterItWasSentAgainItStillLapsesOnDay30() {
        invite();
        pass(14);
        choose(SeedPeople.AMARA, "again");
        work();

        pass(16);

        assertThat(current().state()).isEqualTo(GuestState.DELETED);
        assertThat(passed()).contains("EndEvent_NotAccepted");
    }

    @Test
    void whoAcceptedUnnoticedIsNotDeleted() {
        invite();
        DirectoryUser accepted = directory.redeem(email);

        pass(30);
        assertThat(current().state()).as("nobody knows yet").isEqualTo(GuestState.INVITED);
        accounts.seen(accepted, clock.instant());
        clock.step(Duration.ofMinutes(2));
        work();

        assertThat(directory.accepted())
                .noneMatch(act -> act.equals("delete " + current().account().orElseThrow()));
        assertThat(passed()).contains("BoundaryEvent_RedeemedMeanwhile");
        assertThat(codes()).contains("end-called-off");
        assertThat(placesTaken()).as("the place goes back").isZero();
        assertThat(current().state()).isEqualTo(GuestState.ACTIVE);
    }

    @Test
    void anAccountThatWasThereBeforeIsLeftAlone() {
        email = address();
        directory.add(email, DirectoryUser.Kind.GUEST, DirectoryUser.Redemption.PENDING);
        invite(email);

        pass(30);

        assertThat(current().state()).isEqualTo(GuestState.DELETED);
        assertThat(directory.usersWithMail(email)).hasSize(1);
        assertThat(codes()).contains("lapsed-account-kept");
        assertThat(db.sql("select count(*) from brake_count").query(Long.class).single())
                .as("nothing was deleted, so nothing counts")
                .isZero();
        invite(email);
        assertThat(current().state()).as("and can be invited anew").isEqualTo(GuestState.INVITED);
    }

    @Test
    void anAccountThatIsAMembersByNowIsLeftAlone() {
        invite();
        change(DirectoryUser.Kind.MEMBER, false);

        pass(30);

        assertThat(current().state()).isEqualTo(GuestState.DELETED);
        assertThat(directory.usersWithMail(email)).hasSize(1);
        assertThat(codes()).contains("lapsed-account-kept");
    }

    @Test
    void aGuestWhoseAccountMustNotBeTouchedStaysInvitedAndLapsesOnTheDayAfterItMay() {
        invite();
        ObjectId account = current().account().orElseThrow();
        directory.holds(account, Membership.Kind.DIRECTORY_ROLE, "Reader");

        pass(30);
        assertThat(current().state()).as("so that the end of access finds them").isEqualTo(GuestState.INVITED);
        assertThat(current().account()).hasValue(account);
        directory.takeOthers(account);
        change(DirectoryUser.Kind.GUEST, true);
        look();
        assertThat(deletions()).as("one attempt a day").hasSize(1);
        pass(1);
        look();
        assertThat(current().state()).isEqualTo(GuestState.INVITED);
        assertThat(deletions()).extracting(Effect::code).containsExactly("holds-directory-role", "synchronized");
        assertThat(codes()).doesNotContain("lapsed-account-kept");

        change(DirectoryUser.Kind.GUEST, false);
        pass(1);
        look();

        assertThat(current().state()).isEqualTo(GuestState.DELETED);
        assertThat(directory.usersWithMail(email)).isEmpty();
        assertThat(codes()).containsOnlyOnce("lapsed");
        assertThat(passed()).contains("EndEvent_InvitationLapsed");
    }

    @Test
    void whoAcceptsWhileTheAccountMustNotBeTouchedIsLetIn() {
        invite();
        directory.holds(current().account().orElseThrow(), Membership.Kind.DIRECTORY_ROLE, "Reader");
        pass(30);

        redeem();
        look();

        assertThat(passed()).contains("BoundaryEvent_RedeemedMeanwhile");
        assertThat(current().state()).isEqualTo(GuestState.ACTIVE);
    }

    /** What waits looks again by itself. */
    private void look() {
        clock.step(Duration.ofMinutes(11));
        work();
    }

    private List<Effect> deletions() {
        return effects.of(guest.value()).stream()
                .filter(effect -> effect.kind() == Effect.Kind.DELETE)
                .toList();
    }

    private void change(DirectoryUser.Kind kind, boolean synchronizedFromOnPremises) {
        directory.become(current().account().orElseThrow(), kind, synchronizedFromOnPremises);
    }

    @Test
    void anAnswerLostOnTheWayDeletesOnce() {
        invite();
        pass(14);
        pass(15);
        directory.next(Trouble.ANSWER_LOST);

        pass(1);
        clock.step(Duration.ofMinutes(6)); // the links were asked for just now: until then "gone" might mean "too new"
        work();

        assertThat(current().state()).isEqualTo(GuestState.DELETED);
        assertThat(codes()).containsOnlyOnce("lapsed");
    }

    @Test
    void theBrakeHoldsTheSixthAndLetsItGoWhenThereIsRoom() {
        for (int i = 0; i < 5; i++) {
            invite();
            pass(30);
            assertThat(current().state()).isEqualTo(GuestState.DELETED);
        }
        invite();
        pass(30);
        assertThat(current().state()).isEqualTo(GuestState.INVITED);
        assertThat(current().attention()).isEqualTo(Attention.HELD_BY_BRAKE);

        clock.step(HELD);
        work();
        assertThat(current().state()).as("looked at again, still no room").isEqualTo(GuestState.INVITED);
        db.sql("update brake_count set counted_at = counted_at - interval '25 hours'")
                .update();
        clock.step(HELD);
        work();

        assertThat(current().state()).isEqualTo(GuestState.DELETED);
        assertThat(codes()).containsOnlyOnce("held-by-brake", "let-go-by-brake", "lapsed");
    }

    @Test
    void whoAcceptsWhileHeldGetsAccess() {
        for (int i = 0; i < 6; i++) {
            invite();
            pass(30);
        }
        assertThat(current().attention()).isEqualTo(Attention.HELD_BY_BRAKE);

        redeem();
        clock.step(HELD);
        work();

        assertThat(passed()).contains("BoundaryEvent_RedeemedMeanwhile");
        assertThat(current().state()).isEqualTo(GuestState.ACTIVE);
        assertThat(current().attention()).isNull();
    }

    @Test
    void inReportOnlyModeNothingIsDeletedAndTheInstanceSaysSo() {
        invite();
        mode.reportOnly(true);

        pass(30);

        assertThat(passed()).contains("EndEvent_EndReported");
        assertThat(current().state()).isEqualTo(GuestState.INVITED);
        assertThat(current().attention()).isEqualTo(Attention.ONLY_REPORTED);
        assertThat(directory.usersWithMail(email)).hasSize(1);
    }

    @Test
    void aTenantThatGivesNoFreshLinkCostsTheReminderAndNothingElse() {
        invite();
        directory.next(Trouble.REFUSED_BY_POLICY);

        pass(3);
        assertThat(mails("INVITATION_REMINDER")).isZero();
        assertThat(codes()).contains("link-refused");
        pass(4);

        assertThat(mails("INVITATION_REMINDER")).isEqualTo(1);
    }

    @Test
    void anAccountSomebodyDeletedIsNotMadeAnewByAReminder() {
        invite();
        directory.delete(current().account().orElseThrow());
        clock.step(Duration.ofMinutes(6)); // it is no longer young

        pass(3);

        assertThat(directory.usersWithMail(email)).isEmpty();
        assertThat(codes()).contains("link-refused");
    }

    @Test
    void aLinkCanBeAskedForOnceAnHour() {
        invite();

        resends.resend(guest, Viewer.of(SeedPeople.AMARA));
        work();
        assertThat(mails("INVITATION_REMINDER")).isEqualTo(1);
        assertThatThrownBy(() -> resends.resend(guest, Viewer.of(SeedPeople.ADMIN)))
                .isInstanceOf(Conflict.class)
                .hasMessageContaining("a short while ago");
        assertThatThrownBy(() -> resends.resend(guest, Viewer.of(SeedPeople.BEN)))
                .isInstanceOf(NotFound.class);
        days().pass(guest, Duration.ofHours(1));
        resends.resend(guest, Viewer.of(SeedPeople.ADMIN));
        work();

        assertThat(mails("INVITATION_REMINDER")).isEqualTo(2);
        assertThat(next().kind()).as("the reminders keep their days").isEqualTo(InvitationSteps.Kind.REMIND);
        assertThat(passed()).contains("EndEvent_LinkMailed");
    }

    @Test
    void aLinkCanBeAskedForWhileTheSponsorIsAsked() {
        invite();
        pass(14);

        resends.resend(guest, Viewer.of(SeedPeople.AMARA));
        work();

        assertThat(mails("INVITATION_REMINDER")).isEqualTo(2);
        assertThat(task()).isNotNull();
    }

    @Test
    void afterTheEndThereIsNothingToSendAgain() {
        invite();
        pass(30);

        assertThatThrownBy(() -> resends.resend(guest, Viewer.of(SeedPeople.AMARA)))
                .isInstanceOf(Conflict.class)
                .hasMessageContaining("no open invitation");
    }

    private void keep(String address) {
        choices.keepAddress(guest, SeedPeople.AMARA.id(), address);
    }

    private static String address() {
        number++;
        return "p.lund" + number + "@harbour-clinic.example";
    }

    private String invite() {
        return invite(address());
    }

    private String invite(String address) {
        email = address;
        InvitationAnswer answer = invitations.request(
                new InvitationRequest(
                                address,
                                "Dr Pia Lund",
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
        invited.add(guest);
        work();
        assertThat(current().state()).isEqualTo(GuestState.INVITED);
        return address;
    }

    private void redeem() {
        accounts.seen(directory.redeem(email), clock.instant());
    }

    /** Lets days pass, and does what is due. */
    private void pass(int days) {
        days().pass(guest, DAY.multipliedBy(days));
        work();
        fire();
    }

    /** Timers that were set just now may be due already. */
    private void fire() {
        days().fire(guest);
        work();
    }

    private PassingDays days() {
        return new PassingDays(engine, db);
    }

    private void work() {
        int done = 1;
        while (done > 0) {
            done = worker.runOnce() + gateway.runOnce();
            List<Job> jobs = engine.getManagementService()
                    .createJobQuery()
                    .messages()
                    .executable()
                    .withRetriesLeft()
                    .list();
            jobs.forEach(job -> engine.getManagementService().executeJob(job.getId()));
            done += jobs.size();
        }
    }

    private InvitationSteps.Step next() {
        return followUps.next(guest);
    }

    private Task task() {
        return tasks().get(0);
    }

    private List<Task> tasks() {
        return engine.getTaskService()
                .createTaskQuery()
                .processInstanceBusinessKey(guest.toString())
                .list();
    }

    private void choose(Person person, String decision) {
        engine.getIdentityService().setAuthentication(person.id().value(), List.of());
        try {
            engine.getTaskService().complete(task().getId(), Map.of("decision", decision));
        } finally {
            engine.getIdentityService().clearAuthentication();
        }
    }

    private Guest current() {
        return guests.get(guest);
    }

    private List<String> codes() {
        return audit.of(guest.value()).stream().map(AuditEntry::code).toList();
    }

    private long mails(String kind) {
        return db.sql("select count(*) from mail_message where guest_id = ? and kind = ?")
                .params(guest.value(), kind)
                .query(Long.class)
                .single();
    }

    private List<String> recipients() {
        return db.sql("select to_address from mail_message where guest_id = ?")
                .param(guest.value())
                .query(String.class)
                .list();
    }

    private long links() {
        return db.sql("select count(*) from redeem_link where guest_id = ?")
                .param(guest.value())
                .query(Long.class)
                .single();
    }

    private long invitationsSent() {
        return directory.accepted().stream().filter(("invite " + email)::equals).count();
    }

    private List<String> passed() {
        return passed(guest);
    }

    private List<String> passed(GuestId one) {
        return engine
                .getHistoryService()
                .createHistoricProcessInstanceQuery()
                .processInstanceBusinessKey(one.toString())
                .processDefinitionKey(RedemptionModel.PROCESS)
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
