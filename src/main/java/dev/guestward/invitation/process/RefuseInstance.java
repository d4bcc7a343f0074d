package dev.guestward.invitation.process;

import dev.guestward.platform.engine.ProcessBean;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.ExecutionListener;

/** Keeps {@code request-guest} from ever running: its form asks Guestward, and variables sent here would stay in the history. */
@ProcessBean("refuseInstance")
public class RefuseInstance implements ExecutionListener {
    @Override
    public void notify(DelegateExecution execution) {
        throw new IllegalStateException("request-guest only offers its form; requests go to /tasklist-data/requests");
    }
}
