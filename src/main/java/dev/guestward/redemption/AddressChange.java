package dev.guestward.redemption;

import dev.guestward.audit.Actor;
import dev.guestward.guest.EarlierRecords;
import dev.guestward.guest.Guest;
import dev.guestward.guest.GuestId;
import dev.guestward.guest.Guests;
import dev.guestward.guest.PendingGuests;
import dev.guestward.invitation.AddressChanges;
import dev.guestward.invitation.GuestAddresses;
import dev.guestward.invitation.RedeemLinks;
import dev.guestward.mail.MailOutbox;
import dev.guestward.people.Viewer;
import org.springframework.security.access.AccessDeniedException;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/**
 * Another address for somebody who is here: the account gets it and is redeemed anew by it. Object, groups and roles stay, and
 * so does the guest's state; until the new link is redeemed nobody can sign in.
 */
@Component
class AddressChange implements AddressChanges {
    private final Guests guests;
    private final PendingGuests pending;
    private final EarlierRecords records;
    private final GuestAddresses addresses;
    private final RedeemLinks links;
    private final MailOutbox outbox;
    private final RedemptionWorkflow workflow;

    AddressChange(
            Guests guests,
            PendingGuests pending,
            EarlierRecords records,
            GuestAddresses addresses,
            RedeemLinks links,
            MailOutbox outbox,
            RedemptionWorkflow workflow) {
        this.guests = guests;
        this.pending = pending;
        this.records = records;
        this.addresses = addresses;
        this.links = links;
        this.outbox = outbox;
        this.workflow = workflow;
    }

    /**
     * {@inheritDoc}
     *
     * @throws AccessDeniedException if the person may see the guest only
     */
    @Override
    @Transactional(propagation = Propagation.MANDATORY)
    public void change(GuestId id, String email, Viewer viewer) {
        Guest guest = guests.visible(id, viewer);
        if (!viewer.isAdministrator() && !viewer.is(guest.sponsor())) {
            throw new AccessDeniedException("for the sponsor and administrators");
        }
        String checked = addresses.checked(email, guest);
        outbox.withdrawFrom(id);
        records.hadAddress(id, guest.email());
        pending.correctAddress(id, checked, Actor.person(viewer.id().value()));
        // a link that was on its way to the old address must not be mailed to the new one before the account has it
        links.take(id);
        workflow.changeAddress(id);
    }
}
