package dev.guestward.expiry.process;

import dev.guestward.expiry.ExtensionApprovals;
import dev.guestward.expiry.WaitingExtension;
import dev.guestward.platform.engine.ProcessBean;
import java.time.Duration;
import java.util.Date;
import org.camunda.bpm.engine.delegate.DelegateExecution;

/** Answers the questions of {@code extension-approval} from our tables. */
@ProcessBean("extensionRoute")
public class ExtensionRoute {
    private static final Duration FOLLOW_UP = Duration.ofDays(1);

    private final ExtensionApprovals approvals;

    ExtensionRoute(ExtensionApprovals approvals) {
        this.approvals = approvals;
    }

    public Date due(DelegateExecution execution) {
        return Date.from(approvals.due(waiting(execution)));
    }

    public Date followUp(DelegateExecution execution) {
        return Date.from(waiting(execution).askedAt().plus(FOLLOW_UP));
    }

    public Date closed(DelegateExecution execution) {
        return Date.from(approvals.closed(waiting(execution)));
    }

    private WaitingExtension waiting(DelegateExecution execution) {
        return approvals
                .waiting(ExpiryModel.guest(execution))
                .orElseThrow(() -> new IllegalStateException(
                        "Nothing waits in process instance " + execution.getProcessInstanceId()));
    }
}
