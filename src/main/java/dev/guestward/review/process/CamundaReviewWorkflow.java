package dev.guestward.review.process;

import dev.guestward.people.PersonId;
import dev.guestward.review.ReviewWorkflow;
import java.time.Duration;
import java.util.Date;
import java.util.List;
import java.util.UUID;
import org.camunda.bpm.engine.ManagementService;
import org.camunda.bpm.engine.RuntimeService;
import org.camunda.bpm.engine.TaskService;
import org.camunda.bpm.engine.runtime.Execution;
import org.camunda.bpm.engine.runtime.Job;
import org.camunda.bpm.engine.runtime.ProcessInstance;
import org.camunda.bpm.engine.task.Task;
import org.springframework.stereotype.Component;

/** Starts and ends {@code sponsor-review}, one instance for each review. */
@Component
class CamundaReviewWorkflow implements ReviewWorkflow {
    private final RuntimeService runtime;
    private final TaskService tasks;
    private final ManagementService management;

    CamundaReviewWorkflow(RuntimeService runtime, TaskService tasks, ManagementService management) {
        this.runtime = runtime;
        this.tasks = tasks;
        this.management = management;
    }

    @Override
    public void start(UUID review) {
        runtime.startProcessInstanceByKey(ReviewModel.PROCESS, review.toString());
    }

    @Override
    public void decided(UUID review) {
        List<Task> open = tasks(review);
        if (open.isEmpty()) {
            over(review);
        } else {
            open.forEach(task -> tasks.complete(task.getId()));
        }
    }

    @Override
    public void over(UUID review) {
        List<Execution> waiting = runtime.createExecutionQuery()
                .processInstanceBusinessKey(review.toString())
                .messageEventSubscriptionName(ReviewModel.OVER)
                .list();
        waiting.forEach(execution -> runtime.messageEventReceived(ReviewModel.OVER, execution.getId()));
    }

    @Override
    public void offer(UUID review, PersonId person) {
        tasks(review).forEach(task -> tasks.addCandidateUser(task.getId(), person.value()));
    }

    @Override
    public void withdraw(UUID review, PersonId person) {
        tasks(review).forEach(task -> tasks.deleteCandidateUser(task.getId(), person.value()));
    }

    @Override
    public void pause(UUID review) {
        instances(review).forEach(instance -> runtime.suspendProcessInstanceById(instance.getId()));
    }

    @Override
    public void resume(UUID review, Duration later) {
        for (ProcessInstance instance : instances(review)) {
            runtime.activateProcessInstanceById(instance.getId());
            for (Job timer : management
                    .createJobQuery()
                    .processInstanceId(instance.getId())
                    .timers()
                    .list()) {
                management.setJobDuedate(
                        timer.getId(), Date.from(timer.getDuedate().toInstant().plus(later)));
            }
        }
        for (Task task : tasks(review)) {
            if (task.getDueDate() != null) {
                task.setDueDate(Date.from(task.getDueDate().toInstant().plus(later)));
                tasks.saveTask(task);
            }
        }
    }

    @Override
    public void wake(UUID review) {
        instances(review).forEach(instance -> runtime.activateProcessInstanceById(instance.getId()));
    }

    private List<ProcessInstance> instances(UUID review) {
        return runtime.createProcessInstanceQuery()
                .processDefinitionKey(ReviewModel.PROCESS)
                .processInstanceBusinessKey(review.toString())
                .list();
    }

    private List<Task> tasks(UUID review) {
        return tasks.createTaskQuery()
                .processDefinitionKey(ReviewModel.PROCESS)
                .processInstanceBusinessKey(review.toString())
                .list();
    }
}
