package dev.guestward.removal.process;

import dev.guestward.guest.GuestId;
import dev.guestward.removal.RemovalWorkflow;
import java.util.List;
import org.camunda.bpm.engine.RuntimeService;
import org.camunda.bpm.engine.runtime.Execution;
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
        tell(guest, RemovalModel.OVERTAKEN);
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
        tell(guest, RemovalModel.GUEST_BLOCKED);
    }

    /** A workflow that somebody has suspended finds out when it goes on; it must keep nothing from being recorded. */
    private void tell(GuestId guest, String message) {
        List<Execution> waiting = runtime.createExecutionQuery()
                .processInstanceBusinessKey(guest.toString())
                .messageEventSubscriptionName(message)
                .active()
                .list();
        waiting.forEach(execution -> runtime.messageEventReceived(message, execution.getId()));
    }
}
