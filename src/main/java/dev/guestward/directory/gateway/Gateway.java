package dev.guestward.directory.gateway;

import dev.guestward.directory.AccountInspection;
import dev.guestward.directory.Answer;
import dev.guestward.directory.DirectoryReads;
import dev.guestward.directory.DirectoryUnavailable;
import dev.guestward.directory.ObjectId;
import dev.guestward.directory.SendBy;
import dev.guestward.directory.effect.Effect;
import dev.guestward.directory.effect.EffectQueue;
import dev.guestward.directory.effect.Effects;
import dev.guestward.mode.Mode;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.dao.OptimisticLockingFailureException;
import org.springframework.stereotype.Component;

/**
 * Works on effects: leases some, looks at what needs a look, sends what may be sent, settles by the answer.
 *
 * <p>Several threads on several nodes do this side by side. What keeps them from doing anything twice is the effect row:
 * leased by one, committed as SENT before the call leaves, and moved on only from the version the worker has seen. An act
 * whose lease is about to end does not leave the house any more ({@link SendBy}).
 */
@Component
public class Gateway {
    private static final Logger log = LoggerFactory.getLogger(Gateway.class);
    private static final int SHARE = DirectoryReads.MOST_IN_ONE_CALL;
    /** One round ends after this time, so that what is more urgent does not wait behind a slow directory. */
    private static final Duration ROUND = Duration.ofSeconds(10);

    private static final Duration UNTOLD = Duration.ofSeconds(10);

    private final DirectoryReads directory;
    private final Effects effects;
    private final EffectQueue queue;
    private final Acts acts;
    private final InviteAct invitations;
    private final Settlement settlement;
    private final Outages outages;
    private final DirectoryQuota quota;
    private final GatewaySettings settings;
    private final Mode mode;
    private final ApplicationEventPublisher events;
    private final Clock clock;
    private final String owner = "gateway-" + UUID.randomUUID();

    Gateway(
            DirectoryReads directory,
            Effects effects,
            EffectQueue queue,
            Acts acts,
            InviteAct invitations,
            Settlement settlement,
            Outages outages,
            DirectoryQuota quota,
            GatewaySettings settings,
            Mode mode,
            ApplicationEventPublisher events,
            Clock clock) {
        this.directory = directory;
        this.effects = effects;
        this.queue = queue;
        this.acts = acts;
        this.invitations = invitations;
        this.settlement = settlement;
        this.outages = outages;
        this.quota = quota;
        this.settings = settings;
        this.mode = mode;
        this.events = events;
        this.clock = clock;
    }

    /**
     * One round.
     *
     * @return how many effects were worked on
     */
    public int runOnce() {
        if (quota.isPaused()) {
            return 0;
        }
        List<Outages.Outage> open = outages.open();
        Set<Effect.Kind> kinds = Outages.unaffected(open);
        int most = SHARE;
        Optional<Outages.Outage> probed = outages.toProbe(open);
        if (probed.isPresent()) {
            kinds = EnumSet.allOf(Effect.Kind.class);
            kinds.removeIf(kind -> !probed.get().closes(kind));
            most = 1;
        }
        boolean mayInvite = quota.tryTake(DirectoryQuota.Limit.INVITATIONS);
        Round round = new Round(open, clock.instant(), mayInvite ? 1 : 0);
        try {
            List<Effect> leased = round.withinPace(queue.lease(owner, kinds, mayInvite, most, settings.lease()));
            return !leased.isEmpty() && round.work(leased) ? leased.size() : 0;
        } finally {
            round.giveBackInvitations();
        }
    }

    /** Tells the tasks of effects whose node died between settling them and telling. */
    public int wake() {
        List<Effect> settled = queue.notWoken(UNTOLD, 100);
        settled.forEach(this::wake);
        return settled.size();
    }

    private void wake(Effect effect) {
        String task = effect.taskId();
        if (task != null && effect.isSettled()) {
            events.publishEvent(new EffectSettled(effect.id(), task));
            queue.woken(effect.id());
        }
    }

    private void wakeAll(Collection<Effect> settled) {
        settled.forEach(this::wake);
    }

    /** One round's work: nothing of it outlives the round. */
    private final class Round {
        private final List<Outages.Outage> open;
        private final Instant began;
        private final List<Effect> toSend = new ArrayList<>();
        private int mayInvite;
        private boolean progress;

        /** @param mayInvite how many invitations the pace allows so far */
        Round(List<Outages.Outage> open, Instant began, int mayInvite) {
            this.open = open;
            this.began = began;
            this.mayInvite = mayInvite;
        }

        /** Keeps as many new invitations as their pace allows; the rest goes back before anybody looks at it. */
        List<Effect> withinPace(List<Effect> leased) {
            List<Effect> kept = new ArrayList<>();
            List<Effect> tooMany = new ArrayList<>();
            int invitations = 0;
            for (Effect effect : leased) {
                boolean isNew = effect.kind() == Effect.Kind.INVITE && effect.state() == Effect.State.PLANNED;
                if (isNew && ++invitations > mayInvite && quota.tryTake(DirectoryQuota.Limit.INVITATIONS)) {
                    mayInvite++;
                }
                (isNew && invitations > mayInvite ? tooMany : kept).add(effect);
            }
            queue.release(tooMany);
            return kept;
        }

        void giveBackInvitations() {
            for (; mayInvite > 0; mayInvite--) {
                quota.giveBack(DirectoryQuota.Limit.INVITATIONS);
            }
        }

        /** @return whether anything moved */
        boolean work(List<Effect> leased) {
            look(leased);
            if (mode.reportsOnly()) {
                toSend.forEach(effect -> settled(effects.suppressed(effect)));
            } else {
                send();
            }
            return progress;
        }

        private void settled(Effect effect) {
            progress = true;
            wakeAll(List.of(effect));
            if (effect.isRefusedByRule() && effect.kind() == Effect.Kind.INVITE) {
                events.publishEvent(new InvitationRefused());
            }
        }

        private void look(List<Effect> leased) {
            List<Effect> inspected = leased.stream()
                    .filter(effect -> effect.kind().needsInspection())
                    .toList();
            for (int from = 0; from < inspected.size(); from += SHARE / 2) {
                inspect(inspected.subList(from, Math.min(from + SHARE / 2, inspected.size())));
            }
            List<Effect> accepted = new ArrayList<>();
            for (Effect effect : leased) {
                if (effect.kind() == Effect.Kind.INVITE && invitations.isAccepted(effect)) {
                    accepted.add(effect);
                } else if (!effect.kind().needsInspection()) {
                    oneByOne(
                            effect,
                            () -> effect.kind() == Effect.Kind.INVITE
                                    ? invitations.standing(effect)
                                    : acts.uninspected(effect));
                }
            }
            visible(accepted);
        }

        private void inspect(List<Effect> some) {
            try {
                Map<ObjectId, AccountInspection> seen = directory.inspect(
                        some.stream().map(Effect::requireAccount).distinct().toList());
                for (Effect effect : some) {
                    AccountInspection account = seen.get(effect.requireAccount());
                    oneByOne(
                            effect,
                            () -> account == null
                                    ? new Standing.CannotTell(settings.settleAfter())
                                    : acts.inspected(effect, account));
                }
            } catch (DirectoryUnavailable e) {
                progress |= !settlement.unavailable(some, e).isEmpty();
            }
        }

        private void oneByOne(Effect effect, java.util.function.Supplier<Standing> standing) {
            try {
                Effect now = settlement.standing(effect, standing.get());
                if (now == null) {
                    toSend.add(effect);
                } else {
                    settled(now);
                }
            } catch (DirectoryUnavailable e) {
                progress |= !settlement.unavailable(List.of(effect), e).isEmpty();
            } catch (OptimisticLockingFailureException late) {
                log.info("Effect {} was taken on by another node", effect.id());
            } catch (RuntimeException e) {
                // our mistake with one effect must not stop the others
                settlement.failed(effect, e);
            }
        }

        private void visible(List<Effect> accepted) {
            try {
                invitations.settleVisible(accepted, this::settled);
            } catch (DirectoryUnavailable e) {
                settlement.unavailable(accepted, e);
            }
        }

        private void send() {
            List<Effect> left = new ArrayList<>(toSend);
            left.sort((a, b) -> Integer.compare(b.priority(), a.priority()));
            List<Effect> invited = new ArrayList<>();
            while (!left.isEmpty()) {
                if (isOver() || !quota.tryTake(DirectoryQuota.Limit.WRITES)) {
                    queue.release(left);
                    break;
                }
                List<Effect> together = together(left);
                left.removeAll(together);
                for (Effect effect : send(together)) {
                    settled(effect);
                    if (effect.kind() == Effect.Kind.INVITE
                            && effect.mayHaveHappened()
                            && invitations.isAccepted(effect)) {
                        invited.add(effect);
                    }
                }
            }
            visible(invited);
        }

        private boolean isOver() {
            return clock.instant().isAfter(began.plus(ROUND));
        }

        /** The first, and whoever may share its call. */
        private List<Effect> together(List<Effect> left) {
            Effect first = left.get(0);
            if (first.kind() != Effect.Kind.ADD_MEMBER || first.alone() || first.mayHaveHappened()) {
                return List.of(first);
            }
            List<Effect> together = new ArrayList<>(left.stream()
                    .filter(other -> other.kind() == first.kind()
                            && !other.alone()
                            && !other.mayHaveHappened()
                            && other.requireTarget().equals(first.requireTarget()))
                    .limit(SHARE)
                    .toList());
            if (together.size() < SHARE) {
                together.addAll(queue.leaseAlike(owner, first, SHARE - together.size(), settings.lease()));
            }
            return together;
        }

        private List<Effect> send(List<Effect> together) {
            List<Effect> sent;
            try {
                sent = effects.sending(together);
            } catch (OptimisticLockingFailureException late) {
                log.info(
                        "An effect was taken on by another node; the others of its call come back when their lease ends");
                quota.giveBack(DirectoryQuota.Limit.WRITES);
                return List.of();
            }
            if (sent.get(0).kind() == Effect.Kind.INVITE && mayInvite > 0) {
                mayInvite--;
            }
            Answer<?> answer = SendBy.within(began.plus(settings.sendWithin()), () -> call(sent));
            try {
                return settlement.answered(sent, answer, open);
            } catch (DirectoryUnavailable e) {
                // the answer has to be checked against the directory, which cannot be read now
                return settlement.unavailable(sent, e);
            }
        }

        private Answer<?> call(List<Effect> sent) {
            return sent.get(0).kind() == Effect.Kind.INVITE ? invitations.send(sent.get(0)) : acts.send(sent);
        }
    }
}
