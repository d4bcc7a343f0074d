package dev.guestward.redemption.process;

import dev.guestward.platform.engine.ProcessBean;
import dev.guestward.redemption.Endings;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.JavaDelegate;

/** Asks whether the account may be deleted now. */
@ProcessBean("askBrake")
public class AskBrake implements JavaDelegate {
    private final Endings endings;

    AskBrake(Endings endings) {
        this.endings = endings;
    }

    @Override
    public void execute(DelegateExecution execution) {
        endings.askBrake(RedemptionModel.guest(execution), RedemptionModel.ACTOR);
    }
}
