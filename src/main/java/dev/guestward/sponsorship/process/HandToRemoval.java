package dev.guestward.sponsorship.process;

import dev.guestward.platform.engine.ProcessBean;
import dev.guestward.sponsorship.Successions;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.JavaDelegate;

/** Nobody wants these guests. */
@ProcessBean("handToRemoval")
public class HandToRemoval implements JavaDelegate {
    private final Successions successions;

    HandToRemoval(Successions successions) {
        this.successions = successions;
    }

    @Override
    public void execute(DelegateExecution execution) {
        successions.handToRemoval(SuccessionModel.claim(execution), SuccessionModel.ACTOR);
    }
}
