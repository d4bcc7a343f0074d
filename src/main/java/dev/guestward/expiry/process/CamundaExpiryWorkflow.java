package dev.guestward.expiry.process;

import dev.guestward.expiry.ExpiryWorkflow;
import dev.guestward.guest.GuestId;
import dev.guestward.platform.engine.ProcessMessages;
import java.time.Instant;
import org.camunda.bpm.engine.RuntimeService;
import org.springframework.stereotype.Component;

/** Starts and ends {@code guest-expiry}. */
@Component
class CamundaExpiryWorkflow implements ExpiryWorkflow {
    private final RuntimeService runtime;

    CamundaExpiryWorkflow(RuntimeService runtime) {
        this.runtime = runtime;
    }

    @Override
    public void start(GuestId guest, Instant end) {
        runtime.startProcessInstanceByKey(ExpiryModel.PROCESS, guest.toString(), ExpiryModel.variables(end));
    }

    @Override
    public void endMoved(GuestId guest) {
        ProcessMessages.tell(runtime, guest.value(), ExpiryModel.END_MOVED);
    }
}
