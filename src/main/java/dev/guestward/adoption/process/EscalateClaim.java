package dev.guestward.adoption.process;

import dev.guestward.adoption.Batches;
import dev.guestward.platform.engine.ProcessBean;
import org.camunda.bpm.engine.TaskService;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.camunda.bpm.engine.task.Task;

/** Nobody has claimed all of a batch in time: it stands out in Tasklist, and administrators see it on their page. */
@ProcessBean("escalateClaim")
public class EscalateClaim implements JavaDelegate {
    private final Batches batches;
    private final TaskService tasks;

    EscalateClaim(Batches batches, TaskService tasks) {
        this.batches = batches;
        this.tasks = tasks;
    }

    @Override
    public void execute(DelegateExecution execution) {
        batches.escalated(AdoptionModel.batch(execution));
        tasks
                .createTaskQuery()
                .processInstanceId(execution.getProcessInstanceId())
                .taskDefinitionKey(AdoptionModel.CLAIM)
                .list()
                .stream()
                .map(Task::getId)
                .forEach(task -> tasks.setPriority(task, AdoptionRoute.URGENT));
    }
}
