package dev.guestward.expiry.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.guestward.embedded.SeedPeople;
import dev.guestward.expiry.ExpiryPlanner;
import dev.guestward.expiry.ExpirySweep;
import dev.guestward.expiry.Extension;
import dev.guestward.expiry.ExtensionApprovals;
import dev.guestward.expiry.Extensions;
import dev.guestward.expiry.OnGuestsThatEnd;
import dev.guestward.guest.GuestId;
import dev.guestward.people.Person;
import dev.guestward.people.Viewer;
import dev.guestward.problem.Conflict;
import dev.guestward.redemption.PassingDays;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.camunda.bpm.engine.history.HistoricActivityInstance;
import org.camunda.bpm.engine.task.Task;
import org.camunda.bpm.model.bpmn.instance.FlowNode;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/** Every way through {@code extension-approval}: guests of a clinic for which an owner approves everything. */
class ExtensionApprovalTest extends OnGuestsThatEnd {
    private static final Duration WEEK = Duration.ofDays(7);
    private static final Viewer AMARA = Viewer.of(SeedPeople.AMARA);
    private static final Set<String> VISITED = new HashSet<>();
    private static Set<String> drawn = Set.of();

    @Autowired
    Extensions extensions;

    @Autowired
    ExtensionApprovals approvals;

    @Autowired
    ExpirySweep sweep;

    @Autowired
    ExpiryPlanner planner;

    private GuestId guest = GuestId.random();
    private Instant until = Instant.EPOCH;

    @BeforeEach
    void readTheModel() {
        drawn = engine
                .getRepositoryService()
                .getBpmnModelInstance(engine.getRepositoryService()
                        .createProcessDefinitionQuery()
                        .processDefinitionKey(ApprovalModel.PROCESS)
                        .latestVersion()
                        .singleResult()
                        .getId())
                .getModelElementsByType(FlowNode.class)
                .stream()
                .map(FlowNode::getId)
                .collect(Collectors.toSet());
    }

    @AfterEach
    void rememberWhatWasVisited() {
        VISITED.addAll(passed());
        db.sql("update clinic set owner_approves = false where key = 'harbour'").update();
    }

    @AfterAll
    static void everyElementOfTheModelWasVisited() {
        assertThat(VISITED).containsAll(drawn);
    }

    @Test
    void anOwnerIsAskedByMailAndTaskAndTheOldEndStandsMeanwhile() {
        Instant before = asked(WEEK);

        assertThat(current(guest).accessUntil()).isEqualTo(before);
        assertThat(codes(guest)).contains("extension-asked").doesNotContain("extended");
        assertThat(task().getDueDate()).isNotNull();
        assertThat(task().getFollowUpDate()).isNotNull();
        assertThat(mails()).isPositive();
        assertThat(approvals.waiting(guest).orElseThrow().until()).isEqualTo(until);
    }

    @Test
    void anOwnerApproves() {
        asked(WEEK);

        decide(SeedPeople.OWNER, "approve");
        work();

        assertThat(current(guest).accessUntil()).isEqualTo(until);
        assertThat(codes(guest)).contains("extended");
        assertThat(passed()).contains("EndEvent_ExtensionApproved");
    }

    @Test
    void anOwnerDeclines() {
        Instant before = asked(WEEK);

        decide(SeedPeople.OWNER, "decline");
        work();

        assertThat(current(guest).accessUntil()).isEqualTo(before);
        assertThat(codes(guest)).contains("extension-declined");
        assertThat(passed()).contains("EndEvent_ExtensionDeclined");
        assertThat(approvals.waiting(guest)).isEmpty();
    }

    @Test
    void whoAskedDoesNotDecide() {
        asked(WEEK);

        assertThatThrownBy(() -> decide(SeedPeople.AMARA, "approve")).hasStackTraceContaining("Only an owner");
        assertThatThrownBy(() -> decide(SeedPeople.OWNER, "maybe")).hasStackTraceContaining("Choose to approve");
        assertThat(task()).isNotNull();
    }

    @Test
    void asLongAsOneWaitsThereIsNoSecond() {
        asked(WEEK);

        assertThatThrownBy(() -> extensions.extend(guest, wish(false), AMARA))
                .isInstanceOf(Conflict.class)
                .hasMessageContaining("waits for an owner");
    }

    @Test
    void whenNobodyDecidesTheEndComes() {
        asked(Duration.ofMinutes(10));

        clock.step(Duration.ofMinutes(11));
        new PassingDays(engine, db).fire(guest);
        work();
        sweep.run();
        work();

        assertThat(passed()).contains("BoundaryEvent_TooLate", "EndEvent_NotDecided");
        assertThat(codes(guest)).contains("extension-not-decided");
        assertThat(canSignIn(guest)).isFalse();
    }

    @Test
    void anAdministratorWhoMovesTheEndOvertakesIt() {
        asked(WEEK);

        assertThat(extensions.extend(guest, wish(false), Viewer.of(SeedPeople.ADMIN)))
                .isTrue();
        work();

        assertThat(passed()).contains("EndEvent_ExtensionOvertaken");
        assertThat(codes(guest)).contains("extension-overtaken");
        assertThat(approvals.waiting(guest)).isEmpty();
    }

    @Test
    void anEmergencyWaitsForNobody() {
        clinicWithApproval();
        guest = activeUntil(Duration.ofHours(2));
        until = clock.instant().plus(Duration.ofHours(70)).truncatedTo(ChronoUnit.SECONDS);

        assertThat(extensions.extend(guest, wish(true), AMARA)).isTrue();

        assertThat(current(guest).accessUntil()).isEqualTo(until);
    }

    @Test
    void whoAsksInTasklistIsNotAskedAgainAndAccessEndsUnlessAnOwnerApproves() {
        clinicWithApproval();
        guest = activeUntil(WEEK);
        until = clock.instant().plus(Duration.ofDays(60)).truncatedTo(ChronoUnit.SECONDS);
        planner.run();
        work();
        extensions.keep(guest, wish(false), AMARA);
        complete(ExpiryModel.PROCESS, SeedPeople.AMARA, "extend");
        work();

        assertThat(tasks(ExpiryModel.PROCESS)).isEmpty();
        assertThat(task()).isNotNull();
        decide(SeedPeople.OWNER, "approve");
        work();

        assertThat(current(guest).accessUntil()).isEqualTo(until);
        assertThat(engine.getRuntimeService()
                        .createProcessInstanceQuery()
                        .processDefinitionKey(ExpiryModel.PROCESS)
                        .processInstanceBusinessKey(guest.toString())
                        .count())
                .as("the old end is not waited for any more")
                .isZero();
    }

    /** @return the end until an owner decides */
    private Instant asked(Duration ahead) {
        clinicWithApproval();
        guest = activeUntil(ahead);
        until = clock.instant().plus(Duration.ofDays(60)).truncatedTo(ChronoUnit.SECONDS);
        assertThat(extensions.extend(guest, wish(false), AMARA)).isFalse();
        work();
        return current(guest).accessUntil();
    }

    private void clinicWithApproval() {
        db.sql("update clinic set owner_approves = true where key = 'harbour'").update();
    }

    /** The invitation itself is not what this is about. */
    @Override
    protected GuestId activeUntil(Duration ahead) {
        db.sql("update clinic set owner_approves = false where key = 'harbour'").update();
        GuestId active = super.activeUntil(ahead);
        clinicWithApproval();
        return active;
    }

    private Extension wish(boolean emergency) {
        return new Extension(until.toString(), "The trial runs longer", emergency);
    }

    private void decide(Person person, String decision) {
        complete(ApprovalModel.PROCESS, person, decision);
    }

    private void complete(String process, Person person, String decision) {
        engine.getIdentityService().setAuthentication(person.id().value(), List.of());
        try {
            engine.getTaskService().complete(tasks(process).get(0).getId(), Map.of("decision", decision));
        } finally {
            engine.getIdentityService().clearAuthentication();
        }
    }

    private Task task() {
        return tasks(ApprovalModel.PROCESS).get(0);
    }

    private List<Task> tasks(String process) {
        return engine.getTaskService()
                .createTaskQuery()
                .processDefinitionKey(process)
                .processInstanceBusinessKey(guest.toString())
                .list();
    }

    private long mails() {
        return db.sql("select count(*) from mail_message where guest_id = ? and kind = 'EXTENSION_ASKED'")
                .param(guest.value())
                .query(Long.class)
                .single();
    }

    private List<String> passed() {
        return engine
                .getHistoryService()
                .createHistoricProcessInstanceQuery()
                .processInstanceBusinessKey(guest.toString())
                .processDefinitionKey(ApprovalModel.PROCESS)
                .list()
                .stream()
                .flatMap(instance -> engine
                        .getHistoryService()
                        .createHistoricActivityInstanceQuery()
                        .processInstanceId(instance.getId())
                        .list()
                        .stream())
                .map(HistoricActivityInstance::getActivityId)
                .toList();
    }
}
