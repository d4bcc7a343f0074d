package dev.guestward.invitation.process;

import dev.guestward.guest.Attention;
import dev.guestward.guest.Guests;
import dev.guestward.guest.PendingGuests;
import dev.guestward.invitation.InvitationDecisions;
import dev.guestward.platform.engine.ProcessBean;
import org.camunda.bpm.engine.delegate.DelegateExecution;

/** Answers the model's questions from the register. */
@ProcessBean("invitationRoute")
public class InvitationRoute {
    private final Guests guests;
    private final PendingGuests pending;
    private final InvitationDecisions decisions;

    InvitationRoute(Guests guests, PendingGuests pending, InvitationDecisions decisions) {
        this.guests = guests;
        this.pending = pending;
        this.decisions = decisions;
    }

    public boolean needsOwner(DelegateExecution execution) {
        return guests.get(InvitationModel.guest(execution)).attention() == Attention.WAITS_FOR_OWNER;
    }

    public boolean isApproved(DelegateExecution execution) {
        return decisions.isApproved(InvitationModel.guest(execution));
    }

    /** What the administrator decided last, after the tenant had refused. */
    public boolean isToBeInvitedAgain(DelegateExecution execution) {
        return decisions.isApproved(InvitationModel.guest(execution));
    }

    public boolean isRedeemed(DelegateExecution execution) {
        return guests.get(InvitationModel.guest(execution)).redeemedAt() != null;
    }

    public boolean hasLapsed(DelegateExecution execution) {
        return hasEnded(execution, PendingGuests.Ending.LAPSED);
    }

    public boolean isWithdrawn(DelegateExecution execution) {
        return hasEnded(execution, PendingGuests.Ending.WITHDRAWN);
    }

    private boolean hasEnded(DelegateExecution execution, PendingGuests.Ending as) {
        return pending.ending(InvitationModel.guest(execution))
                .filter(as::equals)
                .isPresent();
    }
}
