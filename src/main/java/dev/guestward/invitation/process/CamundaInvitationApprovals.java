package dev.guestward.invitation.process;

import dev.guestward.guest.GuestId;
import dev.guestward.guest.Guests;
import dev.guestward.guest.LeavingGuests;
import dev.guestward.invitation.InvitationApprovals;
import dev.guestward.people.Role;
import dev.guestward.people.Viewer;
import dev.guestward.problem.Conflict;
import dev.guestward.problem.InvalidInput;
import dev.guestward.problem.NotFound;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.camunda.bpm.engine.IdentityService;
import org.camunda.bpm.engine.ProcessEngineException;
import org.camunda.bpm.engine.TaskService;
import org.camunda.bpm.engine.task.Task;
import org.camunda.bpm.engine.variable.Variables;
import org.jspecify.annotations.Nullable;
import org.springframework.context.MessageSource;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** Completes the task as the person who decides; decision and comment pass through without ever being stored with it. */
@Component
class CamundaInvitationApprovals implements InvitationApprovals {
    private final TaskService tasks;
    private final IdentityService identity;
    private final CamundaTaskSubjects subjects;
    private final MessageSource texts;
    private final Guests guests;
    private final LeavingGuests rows;

    CamundaInvitationApprovals(
            TaskService tasks,
            IdentityService identity,
            CamundaTaskSubjects subjects,
            MessageSource texts,
            Guests guests,
            LeavingGuests rows) {
        this.tasks = tasks;
        this.identity = identity;
        this.subjects = subjects;
        this.texts = texts;
        this.guests = guests;
        this.rows = rows;
    }

    @Override
    @Transactional
    public void decide(GuestId guest, Viewer decider, @Nullable String decision, @Nullable String comment) {
        decide(guest, decider, decision, comment, null);
    }

    @Override
    @Transactional
    public void decide(
            GuestId guest, Viewer decider, @Nullable String decision, @Nullable String comment, @Nullable Long seen) {
        Optional<Task> open = Optional.ofNullable(tasks.createTaskQuery()
                .processInstanceBusinessKey(guest.toString())
                .taskDefinitionKey(InvitationModel.DECIDE)
                .singleResult());
        boolean mayTake = decider.isAdministrator()
                || open.flatMap(task -> subjects.guestOf(task.getId(), decider.id()))
                        .isPresent();
        if (guests.find(guest)
                .filter(found -> mayTake || Guests.maySee(decider, found))
                .isEmpty()) {
            throw new NotFound("There is no such request, or it is not one of yours.");
        }
        Task task = open.orElseThrow(() -> Conflict.of(texts, "conflict.request.over"));
        if (task.getAssignee() != null
                && !task.getAssignee().equals(decider.id().value())) {
            throw Conflict.of(texts, "conflict.task.taken");
        }
        if (!mayTake) {
            throw Conflict.of(texts, "conflict.request.who");
        }
        // with the row in hand nobody changes it any more before the decision stands
        if (seen != null && rows.locked(guest).version() != seen) {
            throw new ChangedMeanwhile();
        }
        complete(task, decider, decision, comment);
    }

    private void complete(Task task, Viewer decider, @Nullable String decision, @Nullable String comment) {
        List<String> groups = decider.roles().stream().map(Role::groupId).toList();
        identity.setAuthentication(decider.id().value(), groups);
        try {
            if (task.getAssignee() == null) {
                tasks.claim(task.getId(), decider.id().value());
            }
            tasks.complete(task.getId(), passing(decision, comment));
        } catch (ProcessEngineException e) {
            throw ours(e);
        } finally {
            identity.clearAuthentication();
        }
    }

    /** Variables that are gone with the transaction, and never were in the history. */
    private static Map<String, Object> passing(@Nullable String decision, @Nullable String comment) {
        return Variables.createVariables()
                .putValueTyped(InvitationModel.DECISION, Variables.stringValue(decision, true))
                .putValueTyped(InvitationModel.COMMENT, Variables.stringValue(comment, true));
    }

    /** The engine wraps what a listener throws. */
    private static RuntimeException ours(ProcessEngineException thrown) {
        for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
            if (cause instanceof InvalidInput invalid) {
                return invalid;
            }
            if (cause instanceof Conflict conflict) {
                return conflict;
            }
        }
        return thrown;
    }
}
