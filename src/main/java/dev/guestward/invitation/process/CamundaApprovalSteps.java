package dev.guestward.invitation.process;

import dev.guestward.guest.ApprovalSteps;
import dev.guestward.guest.GuestId;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.camunda.bpm.engine.ManagementService;
import org.camunda.bpm.engine.TaskService;
import org.camunda.bpm.engine.management.JobDefinition;
import org.camunda.bpm.engine.runtime.Job;
import org.camunda.bpm.engine.task.Task;
import org.springframework.stereotype.Component;

/** Reads the timers of the owner's task: what they were set to holds, also after the settings have changed. */
@Component
class CamundaApprovalSteps implements ApprovalSteps {
    private static final Map<String, Kind> TIMERS = Map.of(
            "BoundaryEvent_ReminderDue", Kind.REMIND_OWNERS,
            "BoundaryEvent_ApprovalOverdue", Kind.ASK_DEPUTIES,
            "BoundaryEvent_TimeOver", Kind.CLOSE);

    private final TaskService tasks;
    private final ManagementService jobs;
    private final Map<String, String> activities = new ConcurrentHashMap<>();

    CamundaApprovalSteps(TaskService tasks, ManagementService jobs) {
        this.tasks = tasks;
        this.jobs = jobs;
    }

    @Override
    public List<Step> ahead(GuestId guest) {
        Task task = tasks.createTaskQuery()
                .processInstanceBusinessKey(guest.toString())
                .taskDefinitionKey(InvitationModel.DECIDE)
                .singleResult();
        if (task == null) {
            return List.of();
        }
        return jobs.createJobQuery().processInstanceId(task.getProcessInstanceId()).timers().list().stream()
                .flatMap(job -> step(job).stream())
                .sorted(Comparator.comparing(Step::at))
                .toList();
    }

    private Optional<Step> step(Job job) {
        return Optional.ofNullable(TIMERS.get(activities.computeIfAbsent(job.getJobDefinitionId(), this::activity)))
                .map(kind -> new Step(kind, job.getDuedate().toInstant()));
    }

    private String activity(String definition) {
        JobDefinition found =
                jobs.createJobDefinitionQuery().jobDefinitionId(definition).singleResult();
        return found == null ? "" : found.getActivityId();
    }
}
