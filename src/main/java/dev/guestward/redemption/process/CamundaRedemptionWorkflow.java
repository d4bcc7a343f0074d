package dev.guestward.redemption.process;

import dev.guestward.guest.GuestId;
import dev.guestward.people.PersonId;
import dev.guestward.redemption.RedemptionWorkflow;
import java.util.List;
import org.camunda.bpm.engine.RuntimeService;
import org.camunda.bpm.engine.TaskService;
import org.camunda.bpm.engine.runtime.Execution;
import org.springframework.stereotype.Component;

/** Wakes {@code redemption-follow-up} for a fresh link, starts {@code address-change}, and knows what it waits for. */
@Component
class CamundaRedemptionWorkflow implements RedemptionWorkflow {
    private final RuntimeService runtime;
    private final TaskService tasks;

    CamundaRedemptionWorkflow(RuntimeService runtime, TaskService tasks) {
        this.runtime = runtime;
        this.tasks = tasks;
    }

    @Override
    public boolean resend(GuestId guest) {
        List<Execution> waiting = runtime.createExecutionQuery()
                .processInstanceBusinessKey(guest.toString())
                .messageEventSubscriptionName(RedemptionModel.RESEND_ASKED)
                .active()
                .list();
        waiting.forEach(execution -> runtime.messageEventReceived(RedemptionModel.RESEND_ASKED, execution.getId()));
        return !waiting.isEmpty();
    }

    @Override
    public void changeAddress(GuestId guest) {
        runtime.startProcessInstanceByKey(RedemptionModel.ADDRESS_CHANGE, guest.toString());
    }

    @Override
    public long choicesOf(PersonId sponsor) {
        return tasks.createTaskQuery()
                .taskDefinitionKey(RedemptionModel.CHOOSE)
                .taskAssignee(sponsor.value())
                .count();
    }
}
