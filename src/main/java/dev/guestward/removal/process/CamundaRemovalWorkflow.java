package dev.guestward.removal.process;

import dev.guestward.guest.GuestId;
import dev.guestward.platform.engine.ProcessMessages;
import dev.guestward.removal.RemovalWorkflow;
import org.camunda.bpm.engine.RuntimeService;
import org.springframework.stereotype.Component;

/** Starts and ends {@code guest-removal}. */
@Component
class CamundaRemovalWorkflow implements RemovalWorkflow {
    private final RuntimeService runtime;

    CamundaRemovalWorkflow(RuntimeService runtime) {
        this.runtime = runtime;
    }

    @Override
    public void start(GuestId guest) {
        runtime.startProcessInstanceByKey(RemovalModel.PROCESS, guest.toString());
    }

    @Override
    public void overtaken(GuestId guest) {
        ProcessMessages.tell(runtime, guest.value(), RemovalModel.OVERTAKEN);
    }

    @Override
    public boolean isRunning(GuestId guest) {
        return runtime.createProcessInstanceQuery()
                        .processDefinitionKey(RemovalModel.PROCESS)
                        .processInstanceBusinessKey(guest.toString())
                        .count()
                > 0;
    }

    @Override
    public void invitationOver(GuestId guest) {
        ProcessMessages.tell(runtime, guest.value(), RemovalModel.GUEST_BLOCKED);
    }
}
