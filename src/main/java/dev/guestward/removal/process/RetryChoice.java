package dev.guestward.removal.process;

import dev.guestward.people.PersonId;
import dev.guestward.problem.InvalidInput;
import org.camunda.bpm.engine.IdentityService;
import org.camunda.bpm.engine.delegate.DelegateTask;
import org.camunda.bpm.engine.impl.identity.Authentication;
import org.springframework.stereotype.Component;

/** Reads from a task that is being completed who wants what was refused to be tried again, or to be let be. */
@Component
class RetryChoice {
    private final IdentityService identity;

    RetryChoice(IdentityService identity) {
        this.identity = identity;
    }

    record Choice(PersonId person, boolean again) {}

    /**
     * The choice; it is taken out of the instance, where it would otherwise outlive the task.
     *
     * @throws InvalidInput if the form chose neither
     * @throws IllegalStateException if the engine was called without a person: nobody decides anonymously
     */
    Choice of(DelegateTask task) {
        String decision = String.valueOf(task.getVariable(RemovalModel.DECISION));
        task.getExecution().removeVariable(RemovalModel.DECISION);
        if (!"again".equals(decision) && !"give-up".equals(decision)) {
            throw InvalidInput.of("decision", "Choose to try again or to give up.");
        }
        Authentication who = identity.getCurrentAuthentication();
        if (who == null || who.getUserId() == null) {
            throw new IllegalStateException("Task " + task.getId() + " was completed by nobody in particular");
        }
        return new Choice(new PersonId(who.getUserId()), "again".equals(decision));
    }
}
