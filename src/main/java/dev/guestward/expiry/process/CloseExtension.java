package dev.guestward.expiry.process;

import dev.guestward.expiry.ExtensionApprovals;
import dev.guestward.platform.engine.ProcessBean;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.JavaDelegate;

/** Nobody decided on an extension in time. */
@ProcessBean("closeExtension")
public class CloseExtension implements JavaDelegate {
    private final ExtensionApprovals approvals;

    CloseExtension(ExtensionApprovals approvals) {
        this.approvals = approvals;
    }

    @Override
    public void execute(DelegateExecution execution) {
        approvals.notDecided(ExpiryModel.guest(execution), ApprovalModel.ACTOR);
    }
}
