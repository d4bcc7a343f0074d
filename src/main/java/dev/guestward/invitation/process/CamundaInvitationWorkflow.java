package dev.guestward.invitation.process;

import dev.guestward.guest.GuestId;
import dev.guestward.invitation.InvitationWorkflow;
import org.camunda.bpm.engine.RuntimeService;
import org.springframework.stereotype.Component;

/** Starts {@code guest-invitation}. */
@Component
class CamundaInvitationWorkflow implements InvitationWorkflow {
    private final RuntimeService runtime;

    CamundaInvitationWorkflow(RuntimeService runtime) {
        this.runtime = runtime;
    }

    @Override
    public void start(GuestId guest) {
        runtime.startProcessInstanceByKey(InvitationModel.PROCESS, guest.toString());
    }
}
