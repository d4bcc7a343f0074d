package dev.guestward.sponsorship.process;

import dev.guestward.platform.engine.ProcessBean;
import dev.guestward.sponsorship.Successions;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.JavaDelegate;

/** Every claim is over. */
@ProcessBean("closeSuccession")
public class CloseSuccession implements JavaDelegate {
    private final Successions successions;

    CloseSuccession(Successions successions) {
        this.successions = successions;
    }

    @Override
    public void execute(DelegateExecution execution) {
        execution.setVariable("takenOver", successions.close(SuccessionModel.sponsor(execution)));
    }
}
