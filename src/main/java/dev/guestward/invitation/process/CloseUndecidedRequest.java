package dev.guestward.invitation.process;

import dev.guestward.guest.Guests;
import dev.guestward.platform.engine.ProcessBean;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.JavaDelegate;

/** Declines a request on which nobody decided, and tells the sponsor. */
@ProcessBean("closeUndecidedRequest")
public class CloseUndecidedRequest implements JavaDelegate {
    private final WaitingRequests requests;
    private final Guests guests;
    private final ApprovalLetters letters;

    CloseUndecidedRequest(WaitingRequests requests, Guests guests, ApprovalLetters letters) {
        this.requests = requests;
        this.guests = guests;
        this.letters = letters;
    }

    @Override
    public void execute(DelegateExecution execution) {
        requests.of(execution).ifPresent(guest -> {
            guests.declined(guest.id(), InvitationModel.ACTOR, "not-decided-in-time");
            letters.declinedBecause(guest, execution.getActivityInstanceId(), "timeline.not-decided-in-time");
        });
    }
}
