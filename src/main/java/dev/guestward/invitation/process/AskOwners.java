package dev.guestward.invitation.process;

import dev.guestward.mail.LetterKind;
import dev.guestward.platform.engine.ProcessBean;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.JavaDelegate;

/** Writes to the owners that a request waits for one of them. */
@ProcessBean("askOwners")
public class AskOwners implements JavaDelegate {
    private final WaitingRequests requests;
    private final ApprovalLetters letters;

    AskOwners(WaitingRequests requests, ApprovalLetters letters) {
        this.requests = requests;
        this.letters = letters;
    }

    @Override
    public void execute(DelegateExecution execution) {
        requests.of(execution)
                .ifPresent(
                        guest -> letters.toOwners(LetterKind.APPROVAL_ASKED, guest, execution.getActivityInstanceId()));
    }
}
