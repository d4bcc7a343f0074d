package dev.guestward.invitation.process;

import dev.guestward.guest.GuestId;
import dev.guestward.invitation.TaskSubjects;
import dev.guestward.people.People;
import dev.guestward.people.Person;
import dev.guestward.people.PersonId;
import java.util.Optional;
import org.camunda.bpm.engine.RuntimeService;
import org.camunda.bpm.engine.TaskService;
import org.camunda.bpm.engine.runtime.ProcessInstance;
import org.camunda.bpm.engine.task.IdentityLink;
import org.camunda.bpm.engine.task.IdentityLinkType;
import org.camunda.bpm.engine.task.Task;
import org.springframework.stereotype.Component;

/** The engine is asked without a user of its own, so whose task it is gets checked here. */
@Component
class CamundaTaskSubjects implements TaskSubjects {
    private final TaskService tasks;
    private final RuntimeService runtime;
    private final People people;

    CamundaTaskSubjects(TaskService tasks, RuntimeService runtime, People people) {
        this.tasks = tasks;
        this.runtime = runtime;
        this.people = people;
    }

    @Override
    public Optional<GuestId> guestOf(String taskId, PersonId viewer) {
        return Optional.ofNullable(tasks.createTaskQuery().taskId(taskId).singleResult())
                .filter(task -> task.getProcessInstanceId() != null)
                .filter(task -> viewer.value().equals(task.getAssignee()) || isOffered(task, viewer))
                .flatMap(this::guest);
    }

    private boolean isOffered(Task task, PersonId viewer) {
        Optional<Person> person = people.byId(viewer).filter(Person::enabled);
        return person.isPresent()
                && tasks.getIdentityLinksForTask(task.getId()).stream()
                        .filter(link -> IdentityLinkType.CANDIDATE.equals(link.getType()))
                        .anyMatch(link -> isFor(link, person.get()));
    }

    private static boolean isFor(IdentityLink link, Person person) {
        return person.id().value().equals(link.getUserId())
                || person.roles().stream().anyMatch(role -> role.groupId().equals(link.getGroupId()));
    }

    private Optional<GuestId> guest(Task task) {
        ProcessInstance instance = runtime.createProcessInstanceQuery()
                .processInstanceId(task.getProcessInstanceId())
                .singleResult();
        String key = instance == null ? null : instance.getBusinessKey();
        return key == null ? Optional.empty() : GuestId.parse(key);
    }
}
