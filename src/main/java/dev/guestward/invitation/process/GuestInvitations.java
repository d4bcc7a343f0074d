package dev.guestward.invitation.process;

import dev.guestward.audit.Actor;
import dev.guestward.directory.DirectoryUser;
import dev.guestward.directory.InvitedUser;
import dev.guestward.directory.ManagedAccounts;
import dev.guestward.directory.NewInvitation;
import dev.guestward.directory.ObjectId;
import dev.guestward.directory.gateway.InvitationSource;
import dev.guestward.guest.Guest;
import dev.guestward.guest.GuestId;
import dev.guestward.guest.GuestState;
import dev.guestward.guest.Guests;
import dev.guestward.guest.KnownAccounts;
import dev.guestward.guest.PendingGuests;
import dev.guestward.invitation.InvitationSettings;
import dev.guestward.invitation.RedeemLinks;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.springframework.stereotype.Component;

/** Tells the gateway whom to invite, and keeps in the register and beside it what came of it. */
@Component
class GuestInvitations implements InvitationSource {
    private final Guests guests;
    private final PendingGuests pending;
    private final KnownAccounts known;
    private final RedeemLinks links;
    private final ManagedAccounts accounts;
    private final InvitationSettings settings;
    private final Clock clock;

    GuestInvitations(
            Guests guests,
            PendingGuests pending,
            KnownAccounts known,
            RedeemLinks links,
            ManagedAccounts accounts,
            InvitationSettings settings,
            Clock clock) {
        this.guests = guests;
        this.pending = pending;
        this.known = known;
        this.links = links;
        this.accounts = accounts;
        this.settings = settings;
        this.clock = clock;
    }

    @Override
    public NewInvitation invitation(UUID guest) {
        Guest invited = guests.get(new GuestId(guest));
        return new NewInvitation(
                invited.email(),
                invited.displayName(),
                settings.redirectUrl(),
                new ObjectId(invited.sponsor().value()));
    }

    @Override
    public Optional<UUID> holder(UUID guest, ObjectId account) {
        return known.holder(account).map(GuestId::value).filter(holder -> !holder.equals(guest));
    }

    @Override
    public List<ObjectId> formerAccounts(UUID guest) {
        return known.formerAccounts(guests.get(new GuestId(guest)).email());
    }

    @Override
    public void foundBefore(UUID guest) {
        pending.accountFound(new GuestId(guest));
    }

    @Override
    public boolean holdsLink(UUID guest) {
        return links.isKept(new GuestId(guest));
    }

    @Override
    public void accepted(UUID guest, InvitedUser invited) {
        links.keep(new GuestId(guest), invited.redeemUrl());
    }

    @Override
    public void confirmed(UUID guest, DirectoryUser account) {
        GuestId id = new GuestId(guest);
        Guest invited = guests.get(id);
        if (invited.state() == GuestState.REQUESTED) {
            known.letGo(account.id(), InvitationModel.ACTOR);
            guests.invited(id, account.id(), InvitationModel.ACTOR);
            pending.accountMade(id);
            remark(invited, account);
        }
        if (account.hasAccepted()) {
            // somebody who had redeemed before: there is nothing to mail
            links.take(id);
            accounts.seen(account, clock.instant());
        }
    }

    /** What is worth knowing about an account that was there before we invited. */
    private void remark(Guest guest, DirectoryUser account) {
        if (!pending.isAccountOurs(guest.id())) {
            note(guest, account.hasAccepted() ? "was-guest-already" : "was-invited-already");
        }
        if (account.mail() != null && !account.mail().equalsIgnoreCase(guest.email())) {
            note(guest, "account-has-other-address");
        }
    }

    private void note(Guest guest, String code) {
        guests.note(guest.id(), Actor.directory(), code, Map.of());
    }
}
