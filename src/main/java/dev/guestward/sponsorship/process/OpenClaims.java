package dev.guestward.sponsorship.process;

import dev.guestward.platform.engine.ProcessBean;
import dev.guestward.sponsorship.Successions;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.JavaDelegate;

/** Divides the guests of whoever leaves into claims. */
@ProcessBean("openClaims")
public class OpenClaims implements JavaDelegate {
    private final Successions successions;

    OpenClaims(Successions successions) {
        this.successions = successions;
    }

    @Override
    public void execute(DelegateExecution execution) {
        successions.openClaims(SuccessionModel.sponsor(execution));
    }
}
