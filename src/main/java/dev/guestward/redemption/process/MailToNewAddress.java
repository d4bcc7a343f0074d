package dev.guestward.redemption.process;

import dev.guestward.guest.GuestId;
import dev.guestward.guest.Guests;
import dev.guestward.invitation.InvitationLetters;
import dev.guestward.invitation.RedeemLinks;
import dev.guestward.mail.MailOutbox;
import dev.guestward.platform.engine.ProcessBean;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.JavaDelegate;

/** Mails the invitation to an address that has had none so far, unless another mail took the link along. */
@ProcessBean("mailToNewAddress")
public class MailToNewAddress implements JavaDelegate {
    private final Guests guests;
    private final RedeemLinks links;
    private final InvitationLetters letters;
    private final MailOutbox outbox;

    MailToNewAddress(Guests guests, RedeemLinks links, InvitationLetters letters, MailOutbox outbox) {
        this.guests = guests;
        this.links = links;
        this.letters = letters;
        this.outbox = outbox;
    }

    @Override
    public void execute(DelegateExecution execution) {
        GuestId id = RedemptionModel.guest(execution);
        links.take(id)
                .ifPresent(link -> outbox.queue(
                        letters.invitation("invitation:" + execution.getActivityInstanceId(), guests.get(id), link)));
    }
}
