package dev.guestward.invitation.process;

import dev.guestward.guest.Grants;
import dev.guestward.guest.Guest;
import dev.guestward.guest.GuestId;
import dev.guestward.guest.Guests;
import dev.guestward.invitation.RedeemLinks;
import dev.guestward.mail.InvitationMail;
import dev.guestward.mail.MailOutbox;
import dev.guestward.people.People;
import dev.guestward.people.Person;
import dev.guestward.platform.engine.ProcessBean;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.JavaDelegate;

/** Puts the invitation into the outbox and forgets the link, in one transaction. */
@ProcessBean("mailRedeemLink")
public class MailRedeemLink implements JavaDelegate {
    private final Guests guests;
    private final RedeemLinks links;
    private final People people;
    private final Grants grants;
    private final MailOutbox outbox;

    MailRedeemLink(Guests guests, RedeemLinks links, People people, Grants grants, MailOutbox outbox) {
        this.guests = guests;
        this.links = links;
        this.people = people;
        this.grants = grants;
        this.outbox = outbox;
    }

    @Override
    public void execute(DelegateExecution execution) {
        GuestId id = InvitationModel.guest(execution);
        Guest guest = guests.get(id);
        String link =
                links.take(id).orElseThrow(() -> new IllegalStateException("No redeem link is kept for guest " + id));
        Person sponsor = people.byId(guest.sponsor())
                .orElseThrow(() -> new IllegalStateException("Sponsor " + guest.sponsor() + " is not on record"));
        outbox.queue(new InvitationMail(
                "invitation:" + execution.getActivityInstanceId(),
                id.value(),
                guest.email(),
                guest.displayName(),
                sponsor.displayName(),
                sponsor.mail(),
                guest.message(),
                guest.purpose(),
                guest.grants().stream().map(held -> grants.nameOf(held.key())).toList(),
                guest.accessUntil(),
                link,
                guest.language()));
    }
}
