package dev.guestward.invitation.process;

import dev.guestward.guest.Guests;
import dev.guestward.platform.engine.ProcessBean;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.JavaDelegate;

/** The administrator decided not to try again. */
@ProcessBean("giveUpInvitation")
public class GiveUpInvitation implements JavaDelegate {
    private final Guests guests;

    GiveUpInvitation(Guests guests) {
        this.guests = guests;
    }

    @Override
    public void execute(DelegateExecution execution) {
        guests.declined(InvitationModel.guest(execution), InvitationModel.ACTOR, "invitation-given-up");
    }
}
