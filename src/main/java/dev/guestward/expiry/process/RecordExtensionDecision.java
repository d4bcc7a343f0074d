package dev.guestward.expiry.process;

import dev.guestward.expiry.ExtensionApprovals;
import dev.guestward.platform.engine.ProcessBean;
import dev.guestward.problem.InvalidInput;
import org.camunda.bpm.engine.IdentityService;
import org.camunda.bpm.engine.delegate.DelegateTask;
import org.camunda.bpm.engine.delegate.TaskListener;

/** When an owner completes "Decide on extension": checks who it is, and extends or declines. */
@ProcessBean("recordExtensionDecision")
public class RecordExtensionDecision implements TaskListener {
    private final ExtensionApprovals approvals;
    private final IdentityService identity;

    RecordExtensionDecision(ExtensionApprovals approvals, IdentityService identity) {
        this.approvals = approvals;
        this.identity = identity;
    }

    @Override
    public void notify(DelegateTask task) {
        String decision = String.valueOf(task.getVariable(ApprovalModel.DECISION));
        if (!"approve".equals(decision) && !"decline".equals(decision)) {
            throw InvalidInput.of("decision", "Choose to approve or to decline.");
        }
        approvals.decide(
                ExpiryModel.guest(task.getExecution()), Completer.of(task, identity), "approve".equals(decision));
    }
}
