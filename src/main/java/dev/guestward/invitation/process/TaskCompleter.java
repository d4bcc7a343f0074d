package dev.guestward.invitation.process;

import dev.guestward.people.PersonId;
import org.camunda.bpm.engine.IdentityService;
import org.camunda.bpm.engine.delegate.DelegateTask;
import org.camunda.bpm.engine.impl.identity.Authentication;
import org.springframework.stereotype.Component;

/** Who is completing a task at this moment. */
@Component
class TaskCompleter {
    private final IdentityService identity;

    TaskCompleter(IdentityService identity) {
        this.identity = identity;
    }

    /** @throws IllegalStateException if the engine was called without a person: nobody decides anonymously */
    PersonId of(DelegateTask task) {
        Authentication who = identity.getCurrentAuthentication();
        if (who == null || who.getUserId() == null) {
            throw new IllegalStateException("Task " + task.getId() + " was completed by nobody in particular");
        }
        return new PersonId(who.getUserId());
    }

    /** The choice the form sent; it is taken out of the instance, where it would otherwise outlive the task. */
    static String choice(DelegateTask task) {
        return taken(task, InvitationModel.DECISION);
    }

    /** What was written to it; there is no way for a form to send it as a variable, see {@link CamundaInvitationApprovals}. */
    static String comment(DelegateTask task) {
        return taken(task, InvitationModel.COMMENT);
    }

    private static String taken(DelegateTask task, String variable) {
        Object value = task.getVariable(variable);
        task.getExecution().removeVariable(variable);
        return value instanceof String text ? text : "";
    }
}
