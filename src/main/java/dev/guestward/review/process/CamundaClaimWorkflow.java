package dev.guestward.review.process;

import dev.guestward.guest.GuestId;
import dev.guestward.review.ClaimWorkflow;
import java.util.List;
import org.camunda.bpm.engine.RuntimeService;
import org.camunda.bpm.engine.runtime.Execution;
import org.springframework.stereotype.Component;

/** Starts and ends {@code silence-claim}. */
@Component
class CamundaClaimWorkflow implements ClaimWorkflow {
    private final RuntimeService runtime;

    CamundaClaimWorkflow(RuntimeService runtime) {
        this.runtime = runtime;
    }

    @Override
    public void start(GuestId guest) {
        over(guest);
        runtime.startProcessInstanceByKey(ClaimModel.PROCESS, guest.toString());
    }

    @Override
    public void over(GuestId guest) {
        List<Execution> waiting = runtime.createExecutionQuery()
                .processInstanceBusinessKey(guest.toString())
                .messageEventSubscriptionName(ClaimModel.OVER)
                .list();
        waiting.forEach(execution -> runtime.messageEventReceived(ClaimModel.OVER, execution.getId()));
    }

    @Override
    public List<GuestId> open() {
        return runtime.createProcessInstanceQuery().processDefinitionKey(ClaimModel.PROCESS).list().stream()
                .flatMap(instance -> GuestId.parse(String.valueOf(instance.getBusinessKey())).stream())
                .toList();
    }
}
