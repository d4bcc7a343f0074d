package dev.guestward.expiry.process;

import dev.guestward.expiry.ComingEnds;
import dev.guestward.platform.engine.ProcessBean;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.JavaDelegate;

/** Writes to sponsor and guest that access ends, the first time or the last. */
@ProcessBean("warnOfEnd")
public class WarnOfEnd implements JavaDelegate {
    private final ComingEnds ends;

    WarnOfEnd(ComingEnds ends) {
        this.ends = ends;
    }

    @Override
    public void execute(DelegateExecution execution) {
        ends.warn(ExpiryModel.guest(execution), ExpiryModel.end(execution));
    }
}
