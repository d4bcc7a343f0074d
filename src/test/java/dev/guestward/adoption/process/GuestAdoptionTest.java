package dev.guestward.adoption.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.guestward.adoption.Claims;
import dev.guestward.adoption.OnFoundGuests;
import dev.guestward.directory.DeltaPage;
import dev.guestward.directory.DirectoryReads;
import dev.guestward.directory.DirectoryUnavailable;
import dev.guestward.directory.DirectoryUser;
import dev.guestward.directory.Trouble;
import dev.guestward.embedded.SeedPeople;
import dev.guestward.guest.GuestState;
import dev.guestward.people.Person;
import dev.guestward.problem.InvalidInput;
import dev.guestward.problem.NotFound;
import dev.guestward.removal.Removals;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.camunda.bpm.engine.history.HistoricActivityInstance;
import org.camunda.bpm.engine.history.HistoricVariableInstance;
import org.camunda.bpm.engine.runtime.Job;
import org.camunda.bpm.engine.task.Task;
import org.camunda.bpm.model.bpmn.instance.FlowNode;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/** Every way through {@code guest-adoption}. */
class GuestAdoptionTest extends OnFoundGuests {
    private static final Set<String> VISITED = new HashSet<>();
    private static Set<String> drawn = Set.of();

    @Autowired
    Removals removals;

    @BeforeEach
    void readTheModel() {
        drawn = engine
                .getRepositoryService()
                .getBpmnModelInstance(engine.getRepositoryService()
                        .createProcessDefinitionQuery()
                        .processDefinitionKey(AdoptionModel.PROCESS)
                        .latestVersion()
                        .singleResult()
                        .getId())
                .getModelElementsByType(FlowNode.class)
                .stream()
                .map(FlowNode::getId)
                .collect(Collectors.toSet());
        desk.adopt(true, viewer(SeedPeople.ADMIN));
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
    void whoHasASponsorInTheDirectoryIsAdoptedByRule() {
        DirectoryUser guest = guest();
        sponsored(guest, SeedPeople.AMARA);

        adopt(guest);

        assertThat(passed()).contains("EndEvent_GuestsManaged").doesNotContain("UserTask_ClaimGuests");
        assertThat(registered(guest).state()).isEqualTo(GuestState.ACTIVE);
        assertThat(registered(guest).sponsor()).isEqualTo(SeedPeople.AMARA.id());
        assertThat(codes(guest)).containsExactly("discovered", "adopted");
    }

    @Test
    void whoseSponsorsCannotBeReadKeepsNobodyElseFromBeingAdopted() {
        DirectoryUser unreadable = guest();
        DirectoryUser guest = guest();
        sponsored(guest, SeedPeople.AMARA);
        show(unreadable, guest);
        DirectoryReads failing = (DirectoryReads) Proxy.newProxyInstance(
                getClass().getClassLoader(), new Class<?>[] {DirectoryReads.class}, (proxy, method, given) -> {
                    if (method.getName().equals("sponsors") && given[0].equals(unreadable.id())) {
                        throw new DirectoryUnavailable("no", Trouble.SERVICE, Duration.ofMinutes(5));
                    }
                    return method.invoke(directory, given);
                });

        sweepOver(failing).run();
        work();

        assertThat(registered(guest).state()).isEqualTo(GuestState.ACTIVE);
        assertThat(standing(unreadable)).isEqualTo("FOUND");
    }

    @Test
    void whoHasNoneIsClaimedInOneTaskForTheClinic() {
        DirectoryUser mine = guest();
        DirectoryUser nobodys = guest();
        DirectoryUser another = guest();

        adopt(mine, nobodys, another);

        Task task = task();
        assertThat(task.getDueDate()).isNotNull();
        assertThat(task.getFollowUpDate()).isBefore(task.getDueDate());
        assertThat(claims.of(task.getId(), viewer(SeedPeople.BEN)).guests()).hasSize(3);

        answer(SeedPeople.BEN, List.of(mine), List.of(nobodys));

        assertThat(registered(mine).sponsor()).isEqualTo(SeedPeople.BEN.id());
        assertThat(registered(mine).state()).isEqualTo(GuestState.ACTIVE);
        assertThat(removals.current(id(nobodys))).isPresent();
        assertThat(codes(nobodys)).contains("adopted", "removal-asked");
        assertThat(standing(another)).isEqualTo("IN_HAND");
        assertThat(claims.of(task().getId(), viewer(SeedPeople.AMARA)).guests()).hasSize(1);

        answer(SeedPeople.AMARA, List.of(another), List.of());

        assertThat(passed()).contains("EndEvent_GuestsClaimed");
        assertThat(tasks()).isEmpty();
    }

    @Test
    void noNameAndNoReasonIsKeptByTheEngine() {
        DirectoryUser guest = guest();
        adopt(guest);
        answer(SeedPeople.BEN, List.of(), List.of(guest));

        assertThat(engine.getHistoryService()
                        .createHistoricVariableInstanceQuery()
                        .processDefinitionKey(AdoptionModel.PROCESS)
                        .list())
                .extracting(HistoricVariableInstance::getName)
                .isEmpty();
    }

    @Test
    void whatIsNotAnAnswerIsRefused() {
        DirectoryUser guest = guest();
        adopt(guest);
        String task = task().getId();
        List<String> one = List.of(id(guest).toString());

        assertThatThrownBy(() -> keep(task, SeedPeople.BEN, List.of(), List.of(), null))
                .isInstanceOf(InvalidInput.class);
        assertThatThrownBy(() -> keep(task, SeedPeople.BEN, one, one, "Left")).isInstanceOf(InvalidInput.class);
        assertThatThrownBy(() -> keep(task, SeedPeople.BEN, List.of(), one, " "))
                .isInstanceOf(InvalidInput.class);
        assertThatThrownBy(() -> keep(task, SeedPeople.BEN, List.of("somebody"), List.of(), null))
                .isInstanceOf(InvalidInput.class);
        assertThatThrownBy(() -> keep(task, SeedPeople.ADMIN, one, List.of(), null))
                .isInstanceOf(InvalidInput.class)
                .hasMessageContaining("claim");
        assertThatThrownBy(() -> keep(task, SeedPeople.OWNER, one, List.of(), null))
                .isInstanceOf(NotFound.class);
        assertThatThrownBy(() -> complete(task, SeedPeople.BEN)).hasStackTraceContaining("Choose at least one");
        assertThat(standing(guest)).isEqualTo("IN_HAND");
    }

    @Test
    void thePersonWhoEnteredIsTheOneWhoseAnswerCounts() {
        DirectoryUser guest = guest();
        adopt(guest);
        keep(task().getId(), SeedPeople.BEN, List.of(id(guest).toString()), List.of(), null);

        assertThatThrownBy(() -> complete(task().getId(), SeedPeople.AMARA))
                .hasStackTraceContaining("Choose at least one");

        assertThat(standing(guest)).isEqualTo("IN_HAND");
    }

    @Test
    void theClinicIsAskedForWhereTheMailDomainIsNoClinics() {
        DirectoryUser guest = guest("nowhere.example");
        adopt(guest);
        String task = task().getId();
        List<String> one = List.of(id(guest).toString());

        assertThatThrownBy(() -> keep(task, SeedPeople.BEN, one, List.of(), null))
                .isInstanceOf(InvalidInput.class)
                .hasMessageContaining("clinic");
        claims.keep(task, new Claims.Answer(one, List.of(), null, "lakeside"), viewer(SeedPeople.BEN));
        complete(task, SeedPeople.BEN);

        assertThat(db.sql("select key from clinic where id = ?")
                        .param(registered(guest).clinicId())
                        .query(String.class)
                        .single())
                .isEqualTo("lakeside");
    }

    @Test
    void whatIsNotClaimedInTimeStandsOutAndGoesOnWaiting() {
        DirectoryUser guest = guest();
        adopt(guest);

        Job timer = engine.getManagementService()
                .createJobQuery()
                .timers()
                .processDefinitionKey(AdoptionModel.PROCESS)
                .singleResult();
        engine.getManagementService().executeJob(timer.getId());
        work();

        assertThat(passed()).contains("EndEvent_ClaimEscalated");
        assertThat(task().getPriority()).isEqualTo(AdoptionRoute.URGENT);
        assertThat(desk.overview(viewer(SeedPeople.ADMIN)).escalatedBatches()).isEqualTo(1);
        answer(SeedPeople.BEN, List.of(guest), List.of());
        assertThat(passed()).contains("EndEvent_GuestsClaimed");
        assertThat(desk.overview(viewer(SeedPeople.ADMIN)).escalatedBatches()).isZero();
    }

    @Test
    void aSponsorWhomAnAdministratorNamesTakesTheWholeBatch() {
        DirectoryUser[] found = {guest(), guest()};
        adopt(found);

        assertThat(desk.assign("harbour", SeedPeople.CHLOE.userName(), viewer(SeedPeople.ADMIN)))
                .isEqualTo(2);
        work();

        assertThat(passed()).contains("BoundaryEvent_BatchChanged", "EndEvent_GuestsManaged");
        assertThat(Stream.of(found).map(one -> registered(one).sponsor())).containsOnly(SeedPeople.CHLOE.id());
        assertThat(tasks()).isEmpty();
    }

    @Test
    void aTaskEndsWhenNobodyIsLeftInIt() {
        DirectoryUser guest = guest();
        adopt(guest);

        desk.ignore(id(guest), "A mail robot", viewer(SeedPeople.ADMIN));
        work();

        assertThat(standing(guest)).isEqualTo("IGNORED");
        assertThat(tasks()).isEmpty();
    }

    @Test
    void whoVanishesFromTheDirectoryLeavesTheTask() {
        DirectoryUser guest = guest();
        adopt(guest);
        directory.delete(guest.id());

        discovery.shown(
                new DeltaPage(List.of(new DeltaPage.Entry(guest.id(), "changed", null)), "c", true), clock.instant());
        sweep.run();
        work();

        assertThat(standing(guest)).isEmpty();
        assertThat(tasks()).isEmpty();
    }

    private void answer(Person person, List<DirectoryUser> claimed, List<DirectoryUser> removed) {
        String task = task().getId();
        keep(task, person, ids(claimed), ids(removed), removed.isEmpty() ? null : "Nobody knows this person");
        complete(task, person);
        work();
    }

    private List<String> ids(List<DirectoryUser> users) {
        return users.stream().map(user -> id(user).toString()).toList();
    }

    private void keep(String task, Person person, List<String> claimed, List<String> removed, @Nullable String reason) {
        claims.keep(task, new Claims.Answer(claimed, removed, reason, null), viewer(person));
    }

    private void complete(String task, Person person) {
        engine.getIdentityService().setAuthentication(person.id().value(), List.of());
        try {
            engine.getTaskService().complete(task);
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
                .processDefinitionKey(AdoptionModel.PROCESS)
                .list();
    }

    private List<String> passed() {
        return engine
                .getHistoryService()
                .createHistoricProcessInstanceQuery()
                .processDefinitionKey(AdoptionModel.PROCESS)
                .orderByProcessInstanceStartTime()
                .desc()
                .listPage(0, 1)
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
