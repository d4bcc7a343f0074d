package dev.guestward.redemption.process;

import dev.guestward.directory.ObjectId;
import dev.guestward.directory.effect.Effect;
import dev.guestward.directory.effect.Effects;
import dev.guestward.directory.effect.Wish;
import dev.guestward.directory.gateway.EffectListener;
import dev.guestward.directory.process.DirectoryTask;
import dev.guestward.directory.process.DirectoryTaskHandler;
import dev.guestward.directory.process.LockedDirectoryTask;
import dev.guestward.directory.process.Outcome;
import dev.guestward.guest.Guest;
import dev.guestward.guest.GuestId;
import dev.guestward.guest.GuestState;
import dev.guestward.guest.Guests;
import dev.guestward.redemption.Endings;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import org.springframework.stereotype.Component;

/**
 * Topic {@code directory.lapse}: the account that nobody accepted is in the recycle bin, or stays because it is not of our
 * making or must not be touched. Whoever has accepted meanwhile is never deleted, the gateway looks right before. A no of
 * the sponsor stands nevertheless: such a guest is blocked, and the account remains restorable.
 */
@Component
@DirectoryTask("directory.lapse")
class EndInvitation implements DirectoryTaskHandler, EffectListener {
    /** The gateway saw the acceptance; the register hears of it by notification, or by the delta run within minutes. */
    private static final Duration UNTIL_HEARD = Duration.ofMinutes(1);

    private static final String NOT_OURS = "not-ours";

    private final Guests guests;
    private final Endings endings;
    private final Effects effects;

    EndInvitation(Guests guests, Endings endings, Effects effects) {
        this.guests = guests;
        this.endings = endings;
        this.effects = effects;
    }

    @Override
    public Outcome handle(LockedDirectoryTask task) {
        GuestId id = RedemptionModel.guest(task.businessKey(), task.id());
        Guest guest = guests.get(id);
        if (guest.state() != GuestState.INVITED) {
            return Outcome.done(() -> {});
        }
        if (guest.redeemedAt() != null && !endings.isDropped(id) && !isPlanned(task.key(), id)) {
            return redeemed(id);
        }
        if (!endings.deletesAccount(id)) {
            return Outcome.done(() -> keep(id, NOT_OURS));
        }
        return guest.redeemedAt() != null && !isPlanned(task.key(), id) ? block(guest, task) : delete(guest, task);
    }

    private Outcome delete(Guest guest, LockedDirectoryTask task) {
        Effect effect = effects.plan(Wish.delete(task.key(), guest.id().value(), account(guest))
                .because(Wish.STILL_PENDING)
                .forTask(task.id()));
        return Wish.NOT_PENDING.equals(effect.code()) ? accepted(guest, task) : outcome(guest.id(), effect);
    }

    /** The sponsor said no, and the guest said yes. */
    private Outcome block(Guest guest, LockedDirectoryTask task) {
        return outcome(
                guest.id(),
                effects.plan(Wish.block(task.key() + ":block", guest.id().value(), account(guest))
                        .because(BlockedWithdrawals.PURPOSE)
                        .forTask(task.id())));
    }

    private Outcome outcome(GuestId id, Effect effect) {
        return switch (effect.state()) {
            case CONFIRMED -> Outcome.done(() -> {});
            case REFUSED -> Outcome.done(() -> keep(id, Objects.requireNonNullElse(effect.code(), "no-code")));
            case SUPPRESSED ->
                new Outcome.Refused(() -> endings.reported(id, RedemptionModel.ACTOR), RedemptionModel.REPORTED);
            case PLANNED, SENT, UNKNOWN -> Outcome.waiting();
        };
    }

    private Outcome accepted(Guest guest, LockedDirectoryTask task) {
        if (endings.isDropped(guest.id())) {
            return block(guest, task);
        }
        return guest.redeemedAt() == null ? new Outcome.Waiting(UNTIL_HEARD) : redeemed(guest.id());
    }

    private static ObjectId account(Guest guest) {
        return guest.account().orElseThrow(() -> new IllegalStateException("Guest " + guest.id() + " has no account"));
    }

    private Outcome redeemed(GuestId id) {
        return new Outcome.Refused(
                () -> endings.calledOff(id, RedemptionModel.ACTOR), RedemptionModel.REDEEMED_MEANWHILE);
    }

    private void keep(GuestId id, String why) {
        endings.end(id, Optional.of(why), RedemptionModel.ACTOR);
    }

    private boolean isPlanned(String key, GuestId id) {
        return effects.of(id.value()).stream().anyMatch(effect -> effect.key().equals(key));
    }

    @Override
    public Effect.Kind kind() {
        return Effect.Kind.DELETE;
    }

    @Override
    public void confirmed(Effect effect) {
        GuestId id = new GuestId(effect.guestId());
        if (Wish.STILL_PENDING.equals(effect.purpose()) && guests.get(id).state() == GuestState.INVITED) {
            endings.end(id, Optional.empty(), RedemptionModel.ACTOR);
        }
    }
}
