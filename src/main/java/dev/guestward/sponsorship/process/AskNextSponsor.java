package dev.guestward.sponsorship.process;

import dev.guestward.platform.engine.ProcessBean;
import dev.guestward.sponsorship.Successions;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.JavaDelegate;

/** Finds out who is asked next, and writes to them. */
@ProcessBean("askNextSponsor")
public class AskNextSponsor implements JavaDelegate {
    private final Successions successions;

    AskNextSponsor(Successions successions) {
        this.successions = successions;
    }

    @Override
    public void execute(DelegateExecution execution) {
        successions.askNext(SuccessionModel.claim(execution));
    }
}
