package dev.guestward.removal.process;

import dev.guestward.people.PersonId;
import dev.guestward.platform.engine.ProcessBean;
import dev.guestward.problem.InvalidInput;
import dev.guestward.removal.RemovalDecisions;
import org.camunda.bpm.engine.IdentityService;
import org.camunda.bpm.engine.delegate.DelegateTask;
import org.camunda.bpm.engine.delegate.TaskListener;
import org.camunda.bpm.engine.impl.identity.Authentication;

/** When an administrator completes "Decide on refused removal": tried again, or the guest stays. */
@ProcessBean("recordRemovalDecision")
public class RecordRemovalDecision implements TaskListener {
    private final RemovalDecisions decisions;
    private final IdentityService identity;

    RecordRemovalDecision(RemovalDecisions decisions, IdentityService identity) {
        this.decisions = decisions;
        this.identity = identity;
    }

    @Override
    public void notify(DelegateTask task) {
        String decision = String.valueOf(task.getVariable(RemovalModel.DECISION));
        task.getExecution().removeVariable(RemovalModel.DECISION);
        if (!"again".equals(decision) && !"give-up".equals(decision)) {
            throw InvalidInput.of("decision", "Choose to try again or to give up.");
        }
        decisions.decide(RemovalModel.guest(task.getExecution()), completer(task), "again".equals(decision));
    }

    private PersonId completer(DelegateTask task) {
        Authentication who = identity.getCurrentAuthentication();
        if (who == null || who.getUserId() == null) {
            throw new IllegalStateException("Task " + task.getId() + " was completed by nobody in particular");
        }
        return new PersonId(who.getUserId());
    }
}
