package dev.guestward.redemption.process;

import dev.guestward.platform.engine.ProcessBean;
import dev.guestward.redemption.FollowUps;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.ExecutionListener;

/** When the workflow starts: time begins to run. */
@ProcessBean("beginFollowUp")
public class BeginFollowUp implements ExecutionListener {
    private final FollowUps followUps;

    BeginFollowUp(FollowUps followUps) {
        this.followUps = followUps;
    }

    @Override
    public void notify(DelegateExecution execution) {
        followUps.begin(RedemptionModel.guest(execution));
    }
}
