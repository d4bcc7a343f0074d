package dev.guestward.review.process;

import dev.guestward.people.PersonId;
import dev.guestward.platform.engine.ProcessBean;
import dev.guestward.problem.InvalidInput;
import dev.guestward.review.SilenceClaims;
import org.camunda.bpm.engine.IdentityService;
import org.camunda.bpm.engine.delegate.DelegateTask;
import org.camunda.bpm.engine.delegate.TaskListener;
import org.camunda.bpm.engine.impl.identity.Authentication;

/** When "Claim guest" is completed: checks who it is, and brings the guest back or lets them go. */
@ProcessBean("recordSilenceClaim")
public class RecordSilenceClaim implements TaskListener {
    private final SilenceClaims claims;
    private final IdentityService identity;

    RecordSilenceClaim(SilenceClaims claims, IdentityService identity) {
        this.claims = claims;
        this.identity = identity;
    }

    @Override
    public void notify(DelegateTask task) {
        Authentication who = identity.getCurrentAuthentication();
        if (who == null || who.getUserId() == null) {
            throw new IllegalStateException("Task " + task.getId() + " was completed by nobody in particular");
        }
        String decision = String.valueOf(task.getVariable(ClaimModel.DECISION));
        // it would otherwise outlive the task
        task.getExecution().removeVariable(ClaimModel.DECISION);
        boolean claimed = switch (decision) {
            case "bring-back" -> true;
            case "let-go" -> false;
            default -> throw InvalidInput.of("decision", "Choose to bring the guest back, or to let them go.");
        };
        task.getExecution().setVariable(ClaimModel.CLAIMED, claimed);
        claims.decided(ClaimModel.guest(task.getExecution()), claimed, new PersonId(who.getUserId()));
    }
}
