package dev.guestward.redemption;

import dev.guestward.audit.Actor;
import dev.guestward.guest.Attention;
import dev.guestward.guest.Guest;
import dev.guestward.guest.GuestId;
import dev.guestward.guest.Guests;
import dev.guestward.guest.PendingGuests;
import dev.guestward.guest.PendingGuests.Ending;
import dev.guestward.invitation.RedeemLinks;
import dev.guestward.mode.Mode;
import dev.guestward.removal.Brake;
import java.util.Map;
import java.util.Optional;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/** Ends invitations that nobody accepted. Only an account that our own invitation made is deleted. */
@Component
public class Endings {
    private static final String ACT = "lapse";

    private final Guests guests;
    private final PendingGuests pending;
    private final RedemptionChoices choices;
    private final RedeemLinks links;
    private final SponsorLetters letters;
    private final Brake brake;
    private final Mode mode;

    Endings(
            Guests guests,
            PendingGuests pending,
            RedemptionChoices choices,
            RedeemLinks links,
            SponsorLetters letters,
            Brake brake,
            Mode mode) {
        this.guests = guests;
        this.pending = pending;
        this.choices = choices;
        this.links = links;
        this.letters = letters;
        this.brake = brake;
        this.mode = mode;
    }

    /** Whether the account may be deleted now. If not, the guest is shown as held. */
    @Transactional(propagation = Propagation.MANDATORY)
    public void askBrake(GuestId id, Actor actor) {
        boolean held = isHeld(id);
        boolean may = !wantsDeletion(guests.get(id)) || mode.reportsOnly() || brake.mayDelete(id, ACT);
        if (may && held) {
            guests.attention(id, null, actor, "let-go-by-brake", Map.of());
        } else if (!may && !held) {
            guests.attention(id, Attention.HELD_BY_BRAKE, actor, "held-by-brake", Map.of());
        }
    }

    public boolean isHeld(GuestId id) {
        return guests.get(id).attention() == Attention.HELD_BY_BRAKE;
    }

    private boolean wantsDeletion(Guest guest) {
        return deletesAccount(guest.id()) && guest.redeemedAt() == null;
    }

    public boolean deletesAccount(GuestId id) {
        return pending.isAccountOurs(id);
    }

    /** Whether the sponsor said no. That stands, even if the guest accepts while the account is about to be deleted. */
    public boolean isDropped(GuestId id) {
        return choices.newest(id).filter(Choice.DROP::equals).isPresent();
    }

    /** @param keptBecause why the account stays in the directory; empty if it was deleted */
    @Transactional(propagation = Propagation.MANDATORY)
    public void end(GuestId id, Optional<String> keptBecause, Actor actor) {
        Ending ending = isDropped(id) ? Ending.WITHDRAWN : Ending.LAPSED;
        Guest guest = guests.get(id);
        pending.ended(id, ending, keptBecause, actor);
        if (keptBecause.isPresent()) {
            brake.giveBack(id, ACT);
        }
        links.take(id);
        choices.forgetAddress(id);
        if (ending == Ending.LAPSED) {
            letters.lapsed(guest);
        }
    }

    /** The sponsor said no, but the guest accepted before it was done: blocked, not deleted. */
    @Transactional(propagation = Propagation.MANDATORY)
    public void blocked(GuestId id, Actor actor) {
        pending.withdrawnAndBlocked(id, actor);
        brake.giveBack(id, ACT);
        links.take(id);
        choices.forgetAddress(id);
    }

    /** The guest accepted in the last moment. */
    @Transactional(propagation = Propagation.MANDATORY)
    public void calledOff(GuestId id, Actor actor) {
        brake.giveBack(id, ACT);
        guests.note(id, actor, "end-called-off", Map.of());
    }

    /** The product only reports: the guest stays what it is. */
    @Transactional(propagation = Propagation.MANDATORY)
    public void reported(GuestId id, Actor actor) {
        guests.attention(id, Attention.ONLY_REPORTED, actor, "end-reported", Map.of());
    }
}
