package dev.guestward.review.process;

import dev.guestward.review.CampaignWorkflow;
import java.util.List;
import java.util.UUID;
import org.camunda.bpm.engine.RuntimeService;
import org.camunda.bpm.engine.runtime.Execution;
import org.camunda.bpm.engine.runtime.ProcessInstance;
import org.springframework.stereotype.Component;

/** Starts and ends {@code access-review-campaign}, one instance for each campaign. */
@Component
class CamundaCampaignWorkflow implements CampaignWorkflow {
    private final RuntimeService runtime;

    CamundaCampaignWorkflow(RuntimeService runtime) {
        this.runtime = runtime;
    }

    @Override
    public void start(UUID campaign) {
        runtime.startProcessInstanceByKey(CampaignModel.PROCESS, campaign.toString());
    }

    @Override
    public void answered(UUID campaign) {
        tell(campaign, CampaignModel.ANSWERED);
    }

    @Override
    public void stop(UUID campaign) {
        tell(campaign, CampaignModel.STOPPED);
    }

    @Override
    public void pause(UUID campaign, boolean paused) {
        for (ProcessInstance instance : runtime.createProcessInstanceQuery()
                .processDefinitionKey(CampaignModel.PROCESS)
                .processInstanceBusinessKey(campaign.toString())
                .list()) {
            if (paused) {
                runtime.suspendProcessInstanceById(instance.getId());
            } else {
                runtime.activateProcessInstanceById(instance.getId());
            }
        }
    }

    private void tell(UUID campaign, String message) {
        List<Execution> waiting = runtime.createExecutionQuery()
                .processInstanceBusinessKey(campaign.toString())
                .messageEventSubscriptionName(message)
                .list();
        waiting.forEach(execution -> runtime.messageEventReceived(message, execution.getId()));
    }
}
