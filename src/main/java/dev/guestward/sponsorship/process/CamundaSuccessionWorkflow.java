package dev.guestward.sponsorship.process;

import dev.guestward.people.PersonId;
import dev.guestward.people.Role;
import dev.guestward.people.Viewer;
import dev.guestward.problem.Conflict;
import dev.guestward.problem.InvalidInput;
import dev.guestward.sponsorship.SuccessionWorkflow;
import org.camunda.bpm.engine.IdentityService;
import org.camunda.bpm.engine.ProcessEngineException;
import org.camunda.bpm.engine.RuntimeService;
import org.camunda.bpm.engine.TaskService;
import org.camunda.bpm.engine.task.Task;
import org.springframework.stereotype.Component;

/** Starts and ends {@code sponsor-succession}, and completes its tasks. */
@Component
class CamundaSuccessionWorkflow implements SuccessionWorkflow {
    private final RuntimeService runtime;
    private final TaskService tasks;
    private final IdentityService identity;

    CamundaSuccessionWorkflow(RuntimeService runtime, TaskService tasks, IdentityService identity) {
        this.runtime = runtime;
        this.tasks = tasks;
        this.identity = identity;
    }

    @Override
    public void start(PersonId sponsor) {
        runtime.startProcessInstanceByKey(SuccessionModel.PROCESS, sponsor.value());
    }

    @Override
    public void stays(PersonId sponsor) {
        runtime.createExecutionQuery()
                .processInstanceBusinessKey(sponsor.value())
                .messageEventSubscriptionName(SuccessionModel.SPONSOR_STAYS)
                .list()
                .forEach(execution -> runtime.messageEventReceived(SuccessionModel.SPONSOR_STAYS, execution.getId()));
    }

    @Override
    public void emptied(String task) {
        tasks.complete(task);
    }

    @Override
    public void complete(String id, Viewer person) {
        Task task = tasks.createTaskQuery().taskId(id).singleResult();
        if (task == null) {
            throw new Conflict("This task is over.");
        }
        if (task.getAssignee() != null && !task.getAssignee().equals(person.id().value())) {
            throw new Conflict("Somebody else has taken this task.");
        }
        identity.setAuthentication(
                person.id().value(), person.roles().stream().map(Role::groupId).toList());
        try {
            if (task.getAssignee() == null) {
                tasks.claim(id, person.id().value());
            }
            tasks.complete(id);
        } catch (ProcessEngineException e) {
            throw ours(e);
        } finally {
            identity.clearAuthentication();
        }
    }

    /** The engine wraps what a listener throws. */
    private static RuntimeException ours(ProcessEngineException thrown) {
        for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
            if (cause instanceof InvalidInput || cause instanceof Conflict) {
                return (RuntimeException) cause;
            }
        }
        return thrown;
    }
}
