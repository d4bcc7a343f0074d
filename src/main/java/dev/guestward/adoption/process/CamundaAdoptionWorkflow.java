package dev.guestward.adoption.process;

import dev.guestward.adoption.AdoptionWorkflow;
import dev.guestward.people.People;
import dev.guestward.people.Person;
import dev.guestward.people.PersonId;
import dev.guestward.people.Role;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.camunda.bpm.engine.RuntimeService;
import org.camunda.bpm.engine.TaskService;
import org.camunda.bpm.engine.runtime.Execution;
import org.camunda.bpm.engine.runtime.ProcessInstance;
import org.camunda.bpm.engine.task.Task;
import org.camunda.bpm.engine.task.TaskQuery;
import org.springframework.stereotype.Component;

/** Starts and nudges {@code guest-adoption}. The engine is asked without a user of its own, so whose task it is gets checked here. */
@Component
class CamundaAdoptionWorkflow implements AdoptionWorkflow {
    private final RuntimeService runtime;
    private final TaskService tasks;
    private final People people;

    CamundaAdoptionWorkflow(RuntimeService runtime, TaskService tasks, People people) {
        this.runtime = runtime;
        this.tasks = tasks;
        this.people = people;
    }

    @Override
    public void start(UUID batch) {
        runtime.startProcessInstanceByKey(AdoptionModel.PROCESS, batch.toString());
    }

    @Override
    public void changed(UUID batch) {
        List<Execution> waiting = runtime.createExecutionQuery()
                .processInstanceBusinessKey(batch.toString())
                .messageEventSubscriptionName(AdoptionModel.BATCH_CHANGED)
                .list();
        waiting.forEach(execution -> runtime.messageEventReceived(AdoptionModel.BATCH_CHANGED, execution.getId()));
    }

    @Override
    public Optional<UUID> batchOf(String taskId, PersonId viewer) {
        return people.byId(viewer)
                .filter(Person::enabled)
                .filter(person -> isFor(taskId, person))
                .flatMap(person -> Optional.ofNullable(query(taskId).singleResult()))
                .map(Task::getProcessInstanceId)
                .map(id -> runtime.createProcessInstanceQuery()
                        .processInstanceId(id)
                        .singleResult())
                .map(ProcessInstance::getBusinessKey)
                .map(UUID::fromString);
    }

    private boolean isFor(String taskId, Person person) {
        String id = person.id().value();
        List<String> groups = person.roles().stream().map(Role::groupId).toList();
        return query(taskId).taskAssignee(id).count() > 0
                || query(taskId).taskCandidateUser(id).count() > 0
                || (!groups.isEmpty()
                        && query(taskId).taskCandidateGroupIn(groups).count() > 0);
    }

    private TaskQuery query(String taskId) {
        return tasks.createTaskQuery().taskId(taskId).processDefinitionKey(AdoptionModel.PROCESS);
    }
}
