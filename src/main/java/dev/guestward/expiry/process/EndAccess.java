package dev.guestward.expiry.process;

import dev.guestward.expiry.ComingEnds;
import dev.guestward.platform.engine.ProcessBean;
import org.camunda.bpm.engine.delegate.BpmnError;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.JavaDelegate;

/** The end has come: has the guest removed. */
@ProcessBean("endAccess")
public class EndAccess implements JavaDelegate {
    private final ComingEnds ends;

    EndAccess(ComingEnds ends) {
        this.ends = ends;
    }

    @Override
    public void execute(DelegateExecution execution) {
        if (!ends.come(ExpiryModel.guest(execution), ExpiryModel.end(execution), ExpiryModel.ACTOR)) {
            throw new BpmnError(ExpiryModel.NOTHING_TO_END);
        }
    }
}
