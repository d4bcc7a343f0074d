package dev.guestward.sponsorship.process;

import dev.guestward.platform.engine.ProcessBean;
import dev.guestward.sponsorship.Successions;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.JavaDelegate;

/** Reminds those who are asked. */
@ProcessBean("remindOfClaim")
public class RemindOfClaim implements JavaDelegate {
    private final Successions successions;

    RemindOfClaim(Successions successions) {
        this.successions = successions;
    }

    @Override
    public void execute(DelegateExecution execution) {
        successions.remind(SuccessionModel.claim(execution));
    }
}
