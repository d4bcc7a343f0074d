package dev.guestward.redemption;

import dev.guestward.audit.Actor;
import dev.guestward.guest.Attention;
import dev.guestward.guest.Guest;
import dev.guestward.guest.GuestId;
import dev.guestward.guest.Guests;
import dev.guestward.guest.PendingGuests;
import dev.guestward.guest.PendingGuests.Ending;
import dev.guestward.invitation.RedeemLinks;
import dev.guestward.mail.MailOutbox;
import dev.guestward.removal.Cause;
import dev.guestward.removal.RemovalWorkflow;
import dev.guestward.removal.Removals;
import java.util.Map;
import java.util.Optional;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/** Ends invitations that nobody accepted. Only an account that our own invitation made is deleted. */
@Component
public class Endings {
    private final Guests guests;
    private final PendingGuests pending;
    private final RedemptionChoices choices;
    private final FollowUps followUps;
    private final RedeemLinks links;
    private final MailOutbox outbox;
    private final SponsorLetters letters;
    private final Removals removals;
    private final RemovalWorkflow removalWorkflow;

    Endings(
            Guests guests,
            PendingGuests pending,
            RedemptionChoices choices,
            FollowUps followUps,
            RedeemLinks links,
            MailOutbox outbox,
            SponsorLetters letters,
            Removals removals,
            RemovalWorkflow removalWorkflow) {
        this.guests = guests;
        this.pending = pending;
        this.choices = choices;
        this.followUps = followUps;
        this.links = links;
        this.outbox = outbox;
        this.letters = letters;
        this.removals = removals;
        this.removalWorkflow = removalWorkflow;
    }

    public boolean deletesAccount(GuestId id) {
        return pending.isAccountOurs(id);
    }

    /** Whether the sponsor said no to this invitation. That stands, even if the guest accepts while the account is about to be deleted. */
    public boolean isDropped(GuestId id) {
        Optional<Choice> newest =
                followUps.isFollowed(id) ? choices.newestSince(id, followUps.invitedAt(id)) : choices.newest(id);
        return newest.filter(Choice.DROP::equals).isPresent();
    }

    /** Whether the guest is being removed for another reason, for example because access has ended. */
    public boolean isBeingRemoved(GuestId id) {
        return removals.current(id).isPresent();
    }

    /** @param keptBecause why the account stays in the directory; empty if it was deleted */
    @Transactional(propagation = Propagation.MANDATORY)
    public void end(GuestId id, Optional<String> keptBecause, Actor actor) {
        outbox.withdrawFrom(id);
        Ending ending = isDropped(id) ? Ending.WITHDRAWN : Ending.LAPSED;
        Guest guest = guests.get(id);
        pending.ended(id, ending, keptBecause, actor);
        links.take(id);
        choices.forgetAddress(id);
        if (ending == Ending.LAPSED) {
            letters.lapsed(guest);
        }
    }

    /** The sponsor said no, but the guest accepted before it was done: blocked, and removed in the ordinary way from here. */
    @Transactional(propagation = Propagation.MANDATORY)
    public void blocked(GuestId id, Actor actor) {
        outbox.withdrawFrom(id);
        pending.withdrawnAndBlocked(id, actor);
        links.take(id);
        choices.forgetAddress(id);
        removals.open(new Removals.Request(id, Cause.WITHDRAWAL, actor, null, false));
        removalWorkflow.start(id);
    }

    /** The guest accepted in the last moment. Nothing is held any more, unless it is a removal. */
    @Transactional(propagation = Propagation.MANDATORY)
    public void calledOff(GuestId id, Actor actor) {
        boolean beingRemoved = removals.currentLocked(id).isPresent();
        Attention present = guests.get(id).attention();
        if (present == Attention.HELD_BY_BRAKE && !beingRemoved) {
            guests.attention(id, null, actor, "end-called-off", Map.of());
        } else {
            guests.note(id, actor, "end-called-off", Map.of());
        }
    }

    /** The product only reports: the guest stays what it is. */
    @Transactional(propagation = Propagation.MANDATORY)
    public void reported(GuestId id, Actor actor) {
        guests.attention(id, Attention.ONLY_REPORTED, actor, "end-reported", Map.of());
    }
}
