package dev.guestward.invitation.process;

import dev.guestward.guest.Guest;
import dev.guestward.guest.Guests;
import dev.guestward.invitation.Deputies;
import dev.guestward.mail.LetterKind;
import dev.guestward.people.People;
import dev.guestward.people.Person;
import dev.guestward.people.Role;
import dev.guestward.platform.engine.ProcessBean;
import java.util.List;
import java.util.Map;
import org.camunda.bpm.engine.TaskService;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.camunda.bpm.engine.task.Task;

/** Offers the task to the deputies as well, or to the administrators if there are none, and writes to them. */
@ProcessBean("askDeputies")
public class AskDeputies implements JavaDelegate {
    private final WaitingRequests requests;
    private final Guests guests;
    private final Deputies deputies;
    private final People people;
    private final ApprovalLetters letters;

    AskDeputies(WaitingRequests requests, Guests guests, Deputies deputies, People people, ApprovalLetters letters) {
        this.requests = requests;
        this.guests = guests;
        this.deputies = deputies;
        this.people = people;
        this.letters = letters;
    }

    @Override
    public void execute(DelegateExecution execution) {
        requests.of(execution).ifPresent(guest -> escalate(guest, execution));
    }

    private void escalate(Guest guest, DelegateExecution execution) {
        TaskService tasks = execution.getProcessEngineServices().getTaskService();
        Task task = tasks.createTaskQuery()
                .processInstanceId(execution.getProcessInstanceId())
                .taskDefinitionKey(InvitationModel.DECIDE)
                .singleResult();
        if (task == null) {
            return;
        }
        List<Person> named = deputies.all().stream()
                .filter(deputy ->
                        !deputy.id().equals(guest.requestedBy()) && !deputy.id().equals(guest.sponsor()))
                .toList();
        if (named.isEmpty()) {
            tasks.addCandidateGroup(task.getId(), Role.ADMINISTRATOR.groupId());
        }
        named.forEach(deputy -> tasks.addCandidateUser(task.getId(), deputy.id().value()));
        letters.toDeciders(
                LetterKind.APPROVAL_ESCALATED,
                guest,
                named.isEmpty() ? people.withRole(Role.ADMINISTRATOR) : named,
                execution.getActivityInstanceId());
        guests.note(guest.id(), InvitationModel.ACTOR, "approval-escalated", Map.of());
    }
}
