package dev.guestward.expiry.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.guestward.embedded.SeedPeople;
import dev.guestward.expiry.ExpiryPlanner;
import dev.guestward.expiry.ExpirySweep;
import dev.guestward.expiry.Extension;
import dev.guestward.expiry.Extensions;
import dev.guestward.expiry.OnGuestsThatEnd;
import dev.guestward.guest.GuestId;
import dev.guestward.guest.GuestState;
import dev.guestward.people.Person;
import dev.guestward.people.Viewer;
import dev.guestward.redemption.PassingDays;
import dev.guestward.removal.Cause;
import dev.guestward.removal.RemovalRequests;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.camunda.bpm.engine.history.HistoricActivityInstance;
import org.camunda.bpm.engine.history.HistoricProcessInstance;
import org.camunda.bpm.engine.task.Task;
import org.camunda.bpm.model.bpmn.instance.FlowNode;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/** Every way through {@code guest-expiry}, started by the planner on a bare engine. */
class GuestExpiryTest extends OnGuestsThatEnd {
    private static final Duration WEEK = Duration.ofDays(7);
    private static final Set<String> VISITED = new HashSet<>();
    private static Set<String> drawn = Set.of();

    @Autowired
    ExpiryPlanner planner;

    @Autowired
    ExpirySweep sweep;

    @Autowired
    Extensions extensions;

    @Autowired
    RemovalRequests requests;

    private GuestId guest = GuestId.random();

    @BeforeEach
    void readTheModel() {
        drawn = engine
                .getRepositoryService()
                .getBpmnModelInstance(engine.getRepositoryService()
                        .createProcessDefinitionQuery()
                        .processDefinitionKey(ExpiryModel.PROCESS)
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
    }

    @AfterAll
    static void everyElementOfTheModelWasVisited() {
        assertThat(VISITED).containsAll(drawn);
    }

    @Test
    void twoWeeksBeforeTheEndSponsorAndGuestAreWrittenToAndTheSponsorIsAsked() {
        announced(Duration.ofDays(14).minusHours(1));

        assertThat(mails("ENDING_SOON_SPONSOR")).isEqualTo(1);
        assertThat(mails("ENDING_SOON_GUEST")).isEqualTo(1);
        assertThat(task().getAssignee()).isEqualTo(SeedPeople.AMARA.id().value());
        assertThat(task().getDueDate()).isEqualTo(Date.from(end()));
        assertThat(task().getFollowUpDate()).isEqualTo(Date.from(end().minus(Duration.ofDays(1))));
    }

    @Test
    void anEndFurtherAwayIsNotAnnouncedYet() {
        announced(Duration.ofDays(14).plusHours(1));

        assertThat(instances()).isZero();
        assertThat(mails("ENDING_SOON_SPONSOR")).isZero();
    }

    @Test
    void anEndIsAnnouncedOnceHoweverOftenThePlannerLooks() {
        announced(WEEK);

        planner.run();
        planner.run();
        work();

        assertThat(instances()).isEqualTo(1);
        assertThat(mails("ENDING_SOON_SPONSOR")).isEqualTo(1);
    }

    @Test
    void aGuestWhoNeverAcceptedIsNotWrittenTo() {
        guest = invited();
        endsIn(guest, WEEK);
        planner.run();
        work();

        assertThat(mails("ENDING_SOON_SPONSOR")).isEqualTo(1);
        assertThat(mails("ENDING_SOON_GUEST")).isZero();
    }

    @Test
    void aDayBeforeTheEndBothAreWrittenToAgain() {
        announced(Duration.ofDays(1).plusMinutes(10));
        assertThat(mails("ENDING_SOON_SPONSOR")).isEqualTo(1);

        pass(Duration.ofMinutes(11));

        assertThat(mails("ENDING_SOON_SPONSOR")).isEqualTo(2);
        assertThat(mails("ENDING_SOON_GUEST")).isEqualTo(2);
        assertThat(passed()).contains("EndEvent_WarnedAgain");
        assertThat(task()).isNotNull();
    }

    @Test
    void oneLetterStandsForAllWarningsThatAreDue() {
        announced(Duration.ofHours(5));
        pass(Duration.ZERO);

        assertThat(passed()).contains("ServiceTask_WarnAgain");
        assertThat(mails("ENDING_SOON_SPONSOR")).isEqualTo(1);
        assertThat(mails("ENDING_SOON_GUEST")).isEqualTo(1);
    }

    @Test
    void whenNobodyDecidesAccessEnds() {
        announced(Duration.ofMinutes(10));

        pass(Duration.ofMinutes(11));

        assertThat(passed()).contains("BoundaryEvent_NothingDecided", "EndEvent_AccessEnded");
        assertThat(current(guest).state()).isEqualTo(GuestState.BLOCKED);
        assertThat(removal(guest).cause()).isEqualTo(Cause.EXPIRY);
        assertThat(canSignIn(guest)).isFalse();
        assertThat(instances()).isZero();
    }

    @Test
    void whoLetsItEndIsNotAskedAgainAndAccessEndsWhenItDoes() {
        announced(Duration.ofMinutes(10));

        decide(SeedPeople.AMARA, "let-end");
        work();
        assertThat(tasks()).isEmpty();
        assertThat(canSignIn(guest)).isTrue();
        assertThat(codes(guest)).contains("end-confirmed");
        pass(Duration.ofMinutes(11));

        assertThat(passed()).contains("IntermediateCatchEvent_EndCome", "EndEvent_AccessEnded");
        assertThat(canSignIn(guest)).isFalse();
    }

    @Test
    void theSponsorExtendsInTasklist() {
        announced(WEEK);
        extensions.keep(guest, later(30), Viewer.of(SeedPeople.AMARA));

        decide(SeedPeople.AMARA, "extend");
        work();

        assertThat(passed()).contains("EndEvent_AccessExtended").doesNotContain("EndEvent_EndMoved");
        assertThat(end()).isAfter(clock.instant().plus(Duration.ofDays(29)));
        assertThat(codes(guest)).contains("extended");
        assertThat(extensions.kept(guest)).isEmpty();
        assertThat(instances()).isZero();
    }

    @Test
    void withoutANewEndNothingIsExtendedAndTheTaskStays() {
        announced(WEEK);

        assertThatThrownBy(() -> decide(SeedPeople.AMARA, "extend")).hasStackTraceContaining("Enter the new end");
        assertThatThrownBy(() -> decide(SeedPeople.AMARA, "maybe")).hasStackTraceContaining("Choose to extend");
        assertThat(task()).isNotNull();
    }

    @Test
    void onlyTheSponsorOrAnAdministratorDecides() {
        announced(WEEK);

        assertThatThrownBy(() -> decide(SeedPeople.BEN, "let-end")).hasStackTraceContaining("Only the guest's sponsor");
        assertThat(task()).isNotNull();

        decide(SeedPeople.ADMIN, "let-end");
        assertThat(tasks()).isEmpty();
    }

    @Test
    void anEndThatIsMovedElsewhereTakesTheTaskAway() {
        announced(WEEK);

        extensions.extend(guest, later(30), Viewer.of(SeedPeople.ADMIN));
        work();

        assertThat(passed()).contains("EndEvent_EndMoved");
        assertThat(tasks()).isEmpty();
        assertThat(instances()).isZero();
    }

    @Test
    void anEndThatWasMovedUnnoticedIsFoundByThePlannerAndTheNewOneAnnounced() {
        announced(WEEK);
        endsIn(guest, Duration.ofDays(10));

        planner.run();
        work();

        assertThat(passed()).contains("EndEvent_EndMoved");
        assertThat(instances()).isEqualTo(1);
        assertThat(task().getDueDate()).isEqualTo(Date.from(end()));
    }

    @Test
    void whoLosesAccessBeforeTheEndIsNotAskedAboutAnyMore() {
        announced(WEEK);
        requests.remove(guest, "Left the practice", true, Viewer.of(SeedPeople.AMARA));
        work();

        planner.run();
        work();

        assertThat(passed()).contains("EndEvent_EndMoved");
        assertThat(tasks()).isEmpty();
    }

    @Test
    void anEndMovedAwayAndBackIsAnnouncedAgain() {
        announced(WEEK);
        Instant first = end();
        extensions.extend(guest, later(60), Viewer.of(SeedPeople.AMARA));
        work();
        db.sql("update guest set access_until = (select min(access_until) from expiry_plan where guest_id = ?)"
                        + " where id = ?")
                .params(guest.value(), guest.value())
                .update();

        planner.run();
        work();

        assertThat(task().getDueDate()).isEqualTo(Date.from(first));
    }

    @Test
    void anEndThatWasMovedBehindTheWorkflowsBackRemovesNobody() {
        announced(Duration.ofMinutes(10));
        endsIn(guest, WEEK);

        pass(Duration.ofMinutes(11));

        assertThat(passed()).contains("BoundaryEvent_NothingToEnd", "EndEvent_NothingToEnd");
        assertThat(removals.newest(guest)).isEmpty();
        assertThat(canSignIn(guest)).isTrue();
    }

    @Test
    void whereTheSweepWasFasterOneRemovalIsEnough() {
        announced(Duration.ofMinutes(10));
        clock.step(Duration.ofMinutes(11));
        sweep.run();

        pass(Duration.ZERO);

        assertThat(passed()).contains("EndEvent_AccessEnded");
        assertThat(codes(guest)).containsOnlyOnce("removal-asked", "blocked");
    }

    @Test
    void theEngineLearnsNeitherNamesNorReasons() {
        announced(WEEK);
        extensions.keep(guest, later(30), Viewer.of(SeedPeople.AMARA));
        decide(SeedPeople.AMARA, "extend");
        work();

        assertThat(engine.getHistoryService()
                        .createHistoricVariableInstanceQuery()
                        .list())
                .noneMatch(variable -> String.valueOf(variable.getValue()).contains("Nolan"))
                .noneMatch(variable -> String.valueOf(variable.getValue()).contains("trial"));
    }

    private void announced(Duration ahead) {
        guest = activeUntil(ahead);
        planner.run();
        work();
    }

    private void pass(Duration time) {
        clock.step(time);
        new PassingDays(engine, db).fire(guest);
        work();
    }

    private Extension later(int days) {
        return new Extension(clock.instant().plus(Duration.ofDays(days)).toString(), "The trial runs longer", null);
    }

    private Instant end() {
        return current(guest).accessUntil();
    }

    private void decide(Person person, String decision) {
        engine.getIdentityService().setAuthentication(person.id().value(), List.of());
        try {
            engine.getTaskService().complete(task().getId(), Map.of("decision", decision));
        } finally {
            engine.getIdentityService().clearAuthentication();
        }
    }

    private Task task() {
        return tasks().get(0);
    }

    private List<Task> tasks() {
        return engine.getTaskService()
                .createTaskQuery()
                .processDefinitionKey(ExpiryModel.PROCESS)
                .processInstanceBusinessKey(guest.toString())
                .list();
    }

    private long instances() {
        return engine.getRuntimeService()
                .createProcessInstanceQuery()
                .processDefinitionKey(ExpiryModel.PROCESS)
                .processInstanceBusinessKey(guest.toString())
                .count();
    }

    private long mails(String kind) {
        return db.sql("select count(*) from mail_message where guest_id = ? and kind = ?")
                .params(guest.value(), kind)
                .query(Long.class)
                .single();
    }

    private List<String> passed() {
        return engine
                .getHistoryService()
                .createHistoricProcessInstanceQuery()
                .processInstanceBusinessKey(guest.toString())
                .processDefinitionKey(ExpiryModel.PROCESS)
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
