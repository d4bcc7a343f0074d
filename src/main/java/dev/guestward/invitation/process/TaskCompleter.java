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
        Object choice = task.getVariable(InvitationModel.DECISION);
        task.getExecution().removeVariable(InvitationModel.DECISION);
        return choice instanceof String text ? text : "";
    }
}
