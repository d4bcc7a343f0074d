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
import dev.guestward.mode.Workflow;
import dev.guestward.redemption.Endings;
import dev.guestward.redemption.FollowUps;
import dev.guestward.removal.Brake;
import java.time.Clock;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.springframework.stereotype.Component;

/**
 * Topic {@code directory.lapse}: the account that nobody accepted is in the recycle bin, or stays because it is not of our
 * making or became a member's. What must not be touched for now is tried again every day: until then the guest stays
 * invited, so that the end of access finds them. Whoever has accepted meanwhile is never deleted, the gateway looks right
 * before. A no of the sponsor stands nevertheless: such a guest is blocked, and the account remains restorable. Who accepted
 * at an address that the sponsor called wrong is neither deleted nor let in until somebody gives the right one.
 */
@Component
@DirectoryTask("directory.lapse")
class EndInvitation implements DirectoryTaskHandler, EffectListener {
    /** The gateway saw the acceptance; the register hears of it by notification, or by the delta run within minutes. */
    private static final Duration UNTIL_HEARD = Duration.ofMinutes(1);

    private static final String NOT_OURS = "not-ours";

    /** Hands off, says the gateway, but tomorrow that may be otherwise. */
    private static final Set<String> NOT_NOW = Set.of("protected", "synchronized", "holds-directory-role");

    /** In the keys of attempts after the first. */
    private static final String DAY = ":day-";

    /** Meanwhile the guest may accept. */
    private static final Duration LOOK_AGAIN = Duration.ofMinutes(10);

    private final Guests guests;
    private final Endings endings;
    private final FollowUps followUps;
    private final Effects effects;
    private final Clock clock;

    EndInvitation(Guests guests, Endings endings, FollowUps followUps, Effects effects, Clock clock) {
        this.guests = guests;
        this.endings = endings;
        this.followUps = followUps;
        this.effects = effects;
        this.clock = clock;
    }

    @Override
    public Outcome handle(LockedDirectoryTask task) {
        GuestId id = RedemptionModel.guest(task.businessKey(), task.id());
        Guest guest = guests.get(id);
        if (guest.state() != GuestState.INVITED) {
            return Outcome.done(() -> {});
        }
        if (isLetOff(task.key(), id)) {
            // administrators have dropped it: the guest stays until the end of access, and may accept
            return guest.redeemedAt() != null && !endings.isDropped(id)
                    ? redeemed(id)
                    : new Outcome.Waiting(LOOK_AGAIN);
        }
        Optional<Effect> planned = planned(task.key(), id);
        if (planned.isEmpty() && endings.isBeingRemoved(id)) {
            // one way out is enough: the removal ends this, or is given up
            return new Outcome.Waiting(LOOK_AGAIN);
        }
        if (guest.redeemedAt() != null && !endings.isDropped(id) && planned.isEmpty()) {
            return redeemed(id);
        }
        if (guest.redeemedAt() == null && !endings.isDropped(id) && planned.isEmpty() && isEarly(id)) {
            return new Outcome.Waiting(LOOK_AGAIN);
        }
        if (!endings.deletesAccount(id)) {
            return Outcome.done(() -> keep(id, NOT_OURS));
        }
        return guest.redeemedAt() != null && planned.isEmpty()
                ? block(guest, task)
                : delete(guest, task, planned.map(Effect::key).orElseGet(() -> keyOfToday(task.key(), id)));
    }

    private Outcome delete(Guest guest, LockedDirectoryTask task, String key) {
        Effect effect = effects.plan(Wish.delete(key, guest.id().value(), account(guest))
                .because(Wish.STILL_PENDING)
                .in(Workflow.REDEMPTION)
                .forTask(task.id()));
        return Wish.NOT_PENDING.equals(effect.code()) ? accepted(guest, task) : outcome(guest.id(), effect);
    }

    /** The sponsor said no, and the guest said yes. */
    private Outcome block(Guest guest, LockedDirectoryTask task) {
        return outcome(
                guest.id(),
                effects.plan(Wish.block(task.key() + ":block", guest.id().value(), account(guest))
                        .because(BlockedWithdrawals.PURPOSE)
                        .in(Workflow.REDEMPTION)
                        .forTask(task.id())));
    }

    private Outcome outcome(GuestId id, Effect effect) {
        return switch (effect.state()) {
            case CONFIRMED -> Outcome.done(() -> {});
            case REFUSED ->
                isNotNow(effect) && !endings.isDropped(id)
                        ? new Outcome.Waiting(LOOK_AGAIN)
                        : Outcome.done(() -> keep(id, Objects.requireNonNullElse(effect.code(), "no-code")));
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

    /** The days began anew, or became more, after the timer was set that led here. */
    private boolean isEarly(GuestId id) {
        return clock.instant().isBefore(followUps.lapsesAt(id));
    }

    private Outcome redeemed(GuestId id) {
        if (followUps.isAddressWrong(id)) {
            return new Outcome.Waiting(LOOK_AGAIN);
        }
        return new Outcome.Refused(
                () -> endings.calledOff(id, RedemptionModel.ACTOR), RedemptionModel.REDEEMED_MEANWHILE);
    }

    private void keep(GuestId id, String why) {
        endings.end(id, Optional.of(why), RedemptionModel.ACTOR);
    }

    /** The deletion that is under way or has its answer. */
    private Optional<Effect> planned(String key, GuestId id) {
        return effects.of(id.value()).stream()
                .filter(effect -> effect.key().equals(key) || effect.key().startsWith(key + DAY))
                .filter(effect -> !isNotNow(effect))
                .findFirst();
    }

    private boolean isLetOff(String key, GuestId id) {
        return effects.of(id.value()).stream()
                .filter(effect -> effect.key().startsWith(key))
                .anyMatch(effect -> effect.state() == Effect.State.REFUSED && Brake.DROPPED.equals(effect.code()));
    }

    private static boolean isNotNow(Effect effect) {
        return effect.state() == Effect.State.REFUSED && NOT_NOW.contains(String.valueOf(effect.code()));
    }

    /** One attempt a day. */
    private String keyOfToday(String key, GuestId id) {
        long days = Duration.between(followUps.lapsesAt(id), clock.instant()).toDays();
        return days <= 0 ? key : key + DAY + days;
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
