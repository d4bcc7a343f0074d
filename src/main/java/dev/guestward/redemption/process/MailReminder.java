package dev.guestward.redemption.process;

import dev.guestward.guest.GuestId;
import dev.guestward.guest.Guests;
import dev.guestward.invitation.InvitationLetters;
import dev.guestward.invitation.RedeemLinks;
import dev.guestward.mail.MailOutbox;
import dev.guestward.platform.engine.ProcessBean;
import dev.guestward.redemption.FollowUps;
import java.util.Optional;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.JavaDelegate;

/**
 * Mails the guest the fresh link and forgets it, in one transaction. Without a link there is nothing to mail: the tenant
 * gave none, the guest has accepted, or another mail took the newest one along.
 */
@ProcessBean("mailReminder")
public class MailReminder implements JavaDelegate {
    private final Guests guests;
    private final FollowUps followUps;
    private final RedeemLinks links;
    private final InvitationLetters letters;
    private final MailOutbox outbox;

    MailReminder(Guests guests, FollowUps followUps, RedeemLinks links, InvitationLetters letters, MailOutbox outbox) {
        this.guests = guests;
        this.followUps = followUps;
        this.links = links;
        this.letters = letters;
        this.outbox = outbox;
    }

    @Override
    public void execute(DelegateExecution execution) {
        GuestId id = RedemptionModel.guest(execution);
        int reminder = followUps.reminded(id);
        Optional<String> link = links.take(id);
        link.ifPresent(url -> outbox.queue(
                letters.reminder("reminder:" + execution.getActivityInstanceId(), guests.get(id), url, reminder)));
    }
}
