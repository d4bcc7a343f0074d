package dev.guestward.invitation.process;

import dev.guestward.invitation.InvitationDecisions;
import dev.guestward.people.PersonId;
import dev.guestward.platform.engine.ProcessBean;
import dev.guestward.problem.InvalidInput;
import org.camunda.bpm.engine.IdentityService;
import org.camunda.bpm.engine.delegate.DelegateTask;
import org.camunda.bpm.engine.delegate.TaskListener;
import org.camunda.bpm.engine.impl.identity.Authentication;

/** When an owner completes "Decide on invitation": checks who it is and writes the decision down. */
@ProcessBean("recordInvitationDecision")
public class RecordInvitationDecision implements TaskListener {
    private final InvitationDecisions decisions;
    private final IdentityService identity;

    RecordInvitationDecision(InvitationDecisions decisions, IdentityService identity) {
        this.decisions = decisions;
        this.identity = identity;
    }

    @Override
    public void notify(DelegateTask task) {
        Authentication who = identity.getCurrentAuthentication();
        if (who == null || who.getUserId() == null) {
            throw new IllegalStateException("Task " + task.getId() + " was completed by nobody in particular");
        }
        Object decision = task.getVariable(InvitationModel.DECISION);
        if (!"approve".equals(decision) && !"decline".equals(decision)) {
            throw InvalidInput.of("decision", "Choose approve or decline.");
        }
        decisions.decide(
                InvitationModel.guest(task.getExecution()), new PersonId(who.getUserId()), "approve".equals(decision));
        task.getExecution().removeVariable(InvitationModel.DECISION);
    }
}
