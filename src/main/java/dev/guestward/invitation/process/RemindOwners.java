package dev.guestward.invitation.process;

import dev.guestward.mail.LetterKind;
import dev.guestward.platform.engine.ProcessBean;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.JavaDelegate;

/** Writes to the owners again. */
@ProcessBean("remindOwners")
public class RemindOwners implements JavaDelegate {
    private final WaitingRequests requests;
    private final ApprovalLetters letters;

    RemindOwners(WaitingRequests requests, ApprovalLetters letters) {
        this.requests = requests;
        this.letters = letters;
    }

    @Override
    public void execute(DelegateExecution execution) {
        requests.of(execution)
                .ifPresent(guest ->
                        letters.toOwners(LetterKind.APPROVAL_REMINDER, guest, execution.getActivityInstanceId()));
    }
}
