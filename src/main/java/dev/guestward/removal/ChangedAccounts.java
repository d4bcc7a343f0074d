package dev.guestward.removal;

import dev.guestward.audit.Actor;
import dev.guestward.directory.effect.Effect;
import dev.guestward.directory.effect.Effects;
import dev.guestward.directory.effect.Wish;
import dev.guestward.guest.AccountChanged;
import dev.guestward.guest.Attention;
import dev.guestward.guest.GuestId;
import dev.guestward.guest.GuestState;
import dev.guestward.guest.Guests;
import dev.guestward.guest.LeavingGuests;
import dev.guestward.removal.Removal.Ending;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/**
 * What a removal does when somebody else changes the account. Whoever was blocked stays blocked: there is a way back,
 * {@link RestorationRequests}, and it leaves a reason and a name. A member of the hospital is never touched.
 */
@Component
class ChangedAccounts {
    private static final Actor DIRECTORY = Actor.directory();
    private static final String AGAIN = "block-again:";

    /** For so long after a block a read may still show the account as it was before. */
    private static final Duration STALE = Duration.ofMinutes(5);

    private final Removals removals;
    private final RemovalWorkflow workflow;
    private final Restorations restorations;
    private final RestorationWorkflow restorationWorkflow;
    private final Effects effects;
    private final Guests guests;
    private final LeavingGuests leaving;
    private final Clock clock;

    ChangedAccounts(
            Removals removals,
            RemovalWorkflow workflow,
            Restorations restorations,
            RestorationWorkflow restorationWorkflow,
            Effects effects,
            Guests guests,
            LeavingGuests leaving,
            Clock clock) {
        this.removals = removals;
        this.workflow = workflow;
        this.restorations = restorations;
        this.restorationWorkflow = restorationWorkflow;
        this.effects = effects;
        this.guests = guests;
        this.leaving = leaving;
        this.clock = clock;
    }

    @EventListener
    @Transactional(propagation = Propagation.MANDATORY)
    public void on(AccountChanged event) {
        GuestId guest = event.guest();
        switch (event.kind()) {
            case LET_IN -> removals.current(guest).ifPresentOrElse(this::blockAgain, () -> onlyBlock(guest));
            case DELETED -> {
                removals.current(guest).ifPresent(removal -> {
                    removals.gone(removal, DIRECTORY);
                    workflow.overtaken(guest);
                });
                workflow.invitationOver(guest);
            }
            case MEMBER -> {
                removals.current(guest).ifPresent(removal -> {
                    removals.ended(removal, Ending.GIVEN_UP, "became-member", DIRECTORY);
                    workflow.overtaken(guest);
                });
                restorations.current(guest).ifPresent(restoration -> {
                    restorations.lost(restoration, "became-member", DIRECTORY);
                    restorationWorkflow.overtaken(guest);
                });
                workflow.invitationOver(guest);
            }
            case BACK ->
                removals.newest(guest)
                        .filter(removal -> removal.endedAs() == Ending.DELETED || removal.endedAs() == Ending.GONE)
                        .filter(removal -> isOf(removal, guests.get(guest).stateSince()))
                        .ifPresent(this::goOn);
        }
    }

    /** It was this removal that ended when the account was deleted, not one before. */
    private static boolean isOf(Removal removal, Instant deleted) {
        return !Objects.requireNonNull(removal.endedAt()).isBefore(deleted.minus(Duration.ofMinutes(1)));
    }

    /** Somebody may wish for it many times in a row: as long as one block is under way there is no other. */
    private void blockAgain(Removal removal) {
        List<Effect> blocks = effects.of(removal.guest().value()).stream()
                .filter(effect -> effect.kind() == Effect.Kind.BLOCK)
                .toList();
        if (removal.blockedAt() == null || blocks.stream().anyMatch(effect -> !effect.isSettled())) {
            return;
        }
        long before = blocks.stream()
                .filter(effect -> effect.key().startsWith(RemovalKeys.of(removal.id(), AGAIN)))
                .count();
        boolean maybeThePast = blocks.stream()
                .map(Effect::sentAt)
                .anyMatch(sent -> sent != null && sent.plus(STALE).isAfter(clock.instant()));
        // the gateway looks before it sends: if the account is blocked after all, nothing is written
        plan(removal, before);
        if (maybeThePast) {
            return;
        }
        if (before == 0) {
            guests.note(removal.guest(), DIRECTORY, "let-in-by-others", Map.of());
        } else {
            tell(removal.guest(), Attention.ENABLED_BY_OTHERS, "let-in-by-others");
        }
    }

    /** The removal is over and has left the guest blocked, because the account was to stay: who is let in is blocked all the same. */
    private void onlyBlock(GuestId guest) {
        leaving.locked(guest);
        if (removals.isBeingRestored(guest)) {
            return;
        }
        removals.newest(guest)
                .filter(removal -> removal.blockedAt() != null)
                .ifPresentOrElse(
                        removal -> blockAgain(removals.onlyBlock(removal)),
                        () -> tell(guest, Attention.ENABLED_BY_OTHERS, "enabled-by-others"));
    }

    /** A decision to remove somebody outlives that others restore the account: blocked, stripped, and another grace. */
    private void goOn(Removal removal) {
        GuestId guest = removal.guest();
        boolean blocked = removal.blockedAt() != null;
        leaving.cameBack(guest, blocked ? GuestState.BLOCKED : removal.stateBefore(), DIRECTORY);
        removals.resumed(removal, DIRECTORY);
        if (blocked) {
            plan(
                    removal,
                    effects.of(guest.value()).stream()
                            .filter(effect -> effect.key().startsWith(RemovalKeys.of(removal.id(), AGAIN)))
                            .count());
        }
        tell(guest, Attention.RESTORED_BY_OTHERS, "removal-goes-on");
        workflow.start(guest);
    }

    private void plan(Removal removal, long number) {
        effects.plan(Wish.block(
                        RemovalKeys.of(removal.id(), AGAIN + number),
                        removal.guest().value(),
                        removals.account(removal.guest()))
                .because(removal.urgent() ? Removals.URGENT_BLOCK : Removals.BLOCK)
                .in(removal.workflow()));
    }

    private void tell(GuestId guest, Attention attention, String code) {
        Attention present = guests.get(guest).attention();
        if (present == null || !present.holdsUp()) {
            guests.attention(guest, attention, DIRECTORY, code, Map.of());
        } else {
            guests.note(guest, DIRECTORY, code, Map.of());
        }
    }
}
