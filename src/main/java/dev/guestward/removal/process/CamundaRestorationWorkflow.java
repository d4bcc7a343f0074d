package dev.guestward.removal.process;

import dev.guestward.guest.GuestId;
import dev.guestward.platform.engine.ProcessMessages;
import dev.guestward.removal.RestorationWorkflow;
import org.camunda.bpm.engine.RuntimeService;
import org.springframework.stereotype.Component;

/** Starts {@code guest-restoration} and {@code access-replay}. */
@Component
class CamundaRestorationWorkflow implements RestorationWorkflow {
    private final RuntimeService runtime;

    CamundaRestorationWorkflow(RuntimeService runtime) {
        this.runtime = runtime;
    }

    @Override
    public void start(GuestId guest) {
        runtime.startProcessInstanceByKey(RestorationModel.PROCESS, guest.toString());
    }

    @Override
    public void replay(GuestId guest) {
        runtime.startProcessInstanceByKey(RestorationModel.REPLAY, guest.toString());
    }

    @Override
    public void overtaken(GuestId guest) {
        ProcessMessages.tell(runtime, guest.value(), RestorationModel.OVERTAKEN);
    }
}
