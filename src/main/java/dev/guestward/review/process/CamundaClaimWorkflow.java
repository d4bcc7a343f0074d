package dev.guestward.review.process;

import dev.guestward.guest.GuestId;
import dev.guestward.people.PersonId;
import dev.guestward.review.ClaimWorkflow;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.camunda.bpm.engine.RuntimeService;
import org.camunda.bpm.engine.TaskService;
import org.camunda.bpm.engine.runtime.Execution;
import org.camunda.bpm.engine.task.IdentityLink;
import org.camunda.bpm.engine.task.IdentityLinkType;
import org.camunda.bpm.engine.task.Task;
import org.springframework.stereotype.Component;

/** Starts and ends {@code silence-claim}, and follows the guest to another sponsor. */
@Component
class CamundaClaimWorkflow implements ClaimWorkflow {
    private final RuntimeService runtime;
    private final TaskService tasks;

    CamundaClaimWorkflow(RuntimeService runtime, TaskService tasks) {
        this.runtime = runtime;
        this.tasks = tasks;
    }

    @Override
    public void start(GuestId guest) {
        over(guest);
        runtime.startProcessInstanceByKey(ClaimModel.PROCESS, guest.toString());
    }

    @Override
    public void over(GuestId guest) {
        List<Execution> waiting = runtime.createExecutionQuery()
                .processInstanceBusinessKey(guest.toString())
                .messageEventSubscriptionName(ClaimModel.OVER)
                .list();
        waiting.forEach(execution -> runtime.messageEventReceived(ClaimModel.OVER, execution.getId()));
    }

    /** Who waits on a suspended task is looked at again later: the engine changes nothing there. */
    @Override
    public void ask(GuestId guest, PersonId sponsor) {
        tasks.createTaskQuery()
                .processDefinitionKey(ClaimModel.PROCESS)
                .processInstanceBusinessKey(guest.toString())
                .active()
                .list()
                .forEach(task -> ask(task, sponsor));
    }

    private void ask(Task task, PersonId sponsor) {
        Set<PersonId> others = new HashSet<>(asked(task));
        if (!others.remove(sponsor)) {
            tasks.addCandidateUser(task.getId(), sponsor.value());
        }
        others.forEach(other -> {
            if (other.value().equals(task.getAssignee())) {
                tasks.setAssignee(task.getId(), sponsor.value());
            }
            tasks.deleteCandidateUser(task.getId(), other.value());
        });
    }

    /** Administrators are asked as a group. */
    private Set<PersonId> asked(Task task) {
        return tasks.getIdentityLinksForTask(task.getId()).stream()
                .filter(link -> IdentityLinkType.CANDIDATE.equals(link.getType()))
                .map(IdentityLink::getUserId)
                .flatMap(Stream::ofNullable)
                .map(PersonId::new)
                .collect(Collectors.toSet());
    }

    @Override
    public Map<GuestId, Set<PersonId>> open() {
        Map<String, Set<PersonId>> asked =
                tasks.createTaskQuery().processDefinitionKey(ClaimModel.PROCESS).list().stream()
                        .collect(Collectors.toMap(Task::getProcessInstanceId, this::asked));
        Map<GuestId, Set<PersonId>> open = new HashMap<>();
        runtime.createProcessInstanceQuery()
                .processDefinitionKey(ClaimModel.PROCESS)
                .list()
                .forEach(instance -> GuestId.parse(String.valueOf(instance.getBusinessKey()))
                        .ifPresent(guest -> open.put(guest, asked.getOrDefault(instance.getId(), Set.of()))));
        return open;
    }
}
