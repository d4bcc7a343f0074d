package dev.guestward.expiry.process;

import dev.guestward.expiry.ApprovalWorkflow;
import dev.guestward.guest.GuestId;
import dev.guestward.platform.engine.ProcessMessages;
import org.camunda.bpm.engine.RuntimeService;
import org.springframework.stereotype.Component;

/** Starts and ends {@code extension-approval}. */
@Component
class CamundaApprovalWorkflow implements ApprovalWorkflow {
    private final RuntimeService runtime;

    CamundaApprovalWorkflow(RuntimeService runtime) {
        this.runtime = runtime;
    }

    @Override
    public void start(GuestId guest) {
        runtime.startProcessInstanceByKey(ApprovalModel.PROCESS, guest.toString());
    }

    @Override
    public void overtaken(GuestId guest) {
        ProcessMessages.tell(runtime, guest.value(), ApprovalModel.OVERTAKEN);
    }
}
