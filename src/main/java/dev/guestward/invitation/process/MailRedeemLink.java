package dev.guestward.invitation.process;

import dev.guestward.guest.Guest;
import dev.guestward.guest.GuestId;
import dev.guestward.guest.Guests;
import dev.guestward.invitation.InvitationLetters;
import dev.guestward.invitation.RedeemLinks;
import dev.guestward.mail.MailOutbox;
import dev.guestward.platform.engine.ProcessBean;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.JavaDelegate;

/** Puts the invitation into the outbox and forgets the link, in one transaction. */
@ProcessBean("mailRedeemLink")
public class MailRedeemLink implements JavaDelegate {
    private final Guests guests;
    private final RedeemLinks links;
    private final InvitationLetters letters;
    private final MailOutbox outbox;

    MailRedeemLink(Guests guests, RedeemLinks links, InvitationLetters letters, MailOutbox outbox) {
        this.guests = guests;
        this.links = links;
        this.letters = letters;
        this.outbox = outbox;
    }

    @Override
    public void execute(DelegateExecution execution) {
        GuestId id = InvitationModel.guest(execution);
        Guest guest = guests.get(id);
        String link =
                links.take(id).orElseThrow(() -> new IllegalStateException("No redeem link is kept for guest " + id));
        outbox.queue(letters.invitation("invitation:" + execution.getActivityInstanceId(), guest, link));
    }
}
