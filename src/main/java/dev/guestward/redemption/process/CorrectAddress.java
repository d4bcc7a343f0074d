package dev.guestward.redemption.process;

import dev.guestward.audit.Actor;
import dev.guestward.directory.ObjectId;
import dev.guestward.directory.effect.Effect;
import dev.guestward.directory.effect.Effects;
import dev.guestward.directory.effect.Wish;
import dev.guestward.directory.process.DirectoryTask;
import dev.guestward.directory.process.DirectoryTaskHandler;
import dev.guestward.directory.process.LockedDirectoryTask;
import dev.guestward.directory.process.Outcome;
import dev.guestward.guest.Attention;
import dev.guestward.guest.Guest;
import dev.guestward.guest.GuestId;
import dev.guestward.guest.Guests;
import dev.guestward.guest.PendingGuests;
import dev.guestward.mode.Workflow;
import dev.guestward.redemption.FollowUps;
import java.util.Map;
import java.util.Objects;
import org.springframework.stereotype.Component;

/** Topic {@code directory.correct-address}: the account has the address on record and can be redeemed by it. */
@Component
@DirectoryTask("directory.correct-address")
class CorrectAddress implements DirectoryTaskHandler {
    private final Guests guests;
    private final PendingGuests pending;
    private final FollowUps followUps;
    private final Effects effects;

    CorrectAddress(Guests guests, PendingGuests pending, FollowUps followUps, Effects effects) {
        this.guests = guests;
        this.pending = pending;
        this.followUps = followUps;
        this.effects = effects;
    }

    @Override
    public Outcome handle(LockedDirectoryTask task) {
        GuestId id = RedemptionModel.guest(task.businessKey(), task.id());
        Guest guest = guests.get(id);
        ObjectId account =
                guest.account().orElseThrow(() -> new IllegalStateException("Guest " + id + " has no account yet"));
        Effect mail = effects.plan(Wish.changeMail(task.key() + ":mail", id.value(), account, (int) task.priority())
                .in(Workflow.REDEMPTION)
                .forTask(task.id()));
        if (!mail.isConfirmed()) {
            return notYet(id, mail);
        }
        Effect reset =
                effects.plan(Wish.resetRedemption(task.key() + ":reset", id.value(), account, (int) task.priority())
                        .in(Workflow.REDEMPTION)
                        .forTask(task.id()));
        return reset.isConfirmed() ? Outcome.done(() -> corrected(id)) : notYet(id, reset);
    }

    private void corrected(GuestId id) {
        if (followUps.isAddressWrong(id)) {
            pending.acceptanceVoid(id, Actor.directory());
        }
        followUps.beginAnew(id);
        if (guests.get(id).attention() == Attention.ADDRESS_NOT_CHANGED) {
            guests.attention(id, null, Actor.directory(), "address-changed-after-all", Map.of());
        }
    }

    private Outcome notYet(GuestId id, Effect effect) {
        return switch (effect.state()) {
            case REFUSED ->
                refused(
                        id,
                        "correction-refused",
                        Map.of("reason", Objects.requireNonNullElse(effect.code(), "no-code")));
            case SUPPRESSED -> refused(id, "correction-reported", Map.of());
            default -> Outcome.waiting();
        };
    }

    private Outcome refused(GuestId id, String code, Map<String, String> details) {
        return new Outcome.Refused(
                () -> {
                    guests.note(id, Actor.directory(), code, details);
                    followUps.askSponsorAgain(id);
                },
                RedemptionModel.CORRECTION_REFUSED);
    }
}
