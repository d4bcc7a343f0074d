package dev.guestward.review.process;

import dev.guestward.people.PersonId;
import dev.guestward.review.ReviewSubjects;
import java.util.Optional;
import java.util.UUID;
import org.camunda.bpm.engine.RuntimeService;
import org.camunda.bpm.engine.TaskService;
import org.camunda.bpm.engine.runtime.ProcessInstance;
import org.camunda.bpm.engine.task.IdentityLinkType;
import org.camunda.bpm.engine.task.Task;
import org.springframework.stereotype.Component;

/** The engine is asked without a user of its own, so whose task it is gets checked here. */
@Component
class CamundaReviewSubjects implements ReviewSubjects {
    private final TaskService tasks;
    private final RuntimeService runtime;

    CamundaReviewSubjects(TaskService tasks, RuntimeService runtime) {
        this.tasks = tasks;
        this.runtime = runtime;
    }

    @Override
    public Optional<UUID> reviewOf(String taskId, PersonId viewer) {
        return Optional.ofNullable(tasks.createTaskQuery()
                        .processDefinitionKey(ReviewModel.PROCESS)
                        .taskId(taskId)
                        .singleResult())
                .filter(task -> viewer.value().equals(task.getAssignee()) || isOffered(task, viewer))
                .map(task -> runtime.createProcessInstanceQuery()
                        .processInstanceId(task.getProcessInstanceId())
                        .singleResult())
                .map(ProcessInstance::getBusinessKey)
                .map(UUID::fromString);
    }

    private boolean isOffered(Task task, PersonId viewer) {
        return tasks.getIdentityLinksForTask(task.getId()).stream()
                .filter(link -> IdentityLinkType.CANDIDATE.equals(link.getType()))
                .anyMatch(link -> viewer.value().equals(link.getUserId()));
    }
}
