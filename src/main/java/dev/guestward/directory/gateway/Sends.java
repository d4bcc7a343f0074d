package dev.guestward.directory.gateway;

import dev.guestward.directory.ActCall;
import dev.guestward.directory.Answer;
import dev.guestward.directory.DirectoryReads;
import dev.guestward.directory.DirectoryUnavailable;
import dev.guestward.directory.SendBy;
import dev.guestward.directory.effect.Effect;
import dev.guestward.directory.effect.EffectQueue;
import dev.guestward.directory.effect.Effects;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.OptimisticLockingFailureException;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.TransactionTemplate;

/** Sends what may be sent, most urgent first, and settles it by the answer. */
@Component
class Sends {
    private static final Logger log = LoggerFactory.getLogger(Sends.class);
    /** One round ends after this time, so that what is more urgent does not wait behind a slow directory. */
    private static final Duration ROUND = Duration.ofSeconds(10);

    private final Effects effects;
    private final EffectQueue queue;
    private final Acts acts;
    private final InviteAct invitations;
    private final Settlement settlement;
    private final Looks looks;
    private final List<LastWord> lastWords;
    private final GatewaySettings settings;
    private final TransactionTemplate transaction;
    private final Clock clock;

    Sends(
            Effects effects,
            EffectQueue queue,
            Acts acts,
            InviteAct invitations,
            Settlement settlement,
            Looks looks,
            List<LastWord> lastWords,
            GatewaySettings settings,
            PlatformTransactionManager transactions,
            Clock clock) {
        this.effects = effects;
        this.queue = queue;
        this.acts = acts;
        this.invitations = invitations;
        this.settlement = settlement;
        this.looks = looks;
        this.lastWords = lastWords;
        this.settings = settings;
        this.transaction = new TransactionTemplate(transactions);
        this.transaction.setPropagationBehavior(TransactionDefinition.PROPAGATION_REQUIRES_NEW);
        this.clock = clock;
    }

    /** What became of acts that wanted to leave: sent, or settled here. */
    private record Leaving(List<Effect> sent, List<Effect> kept) {}

    /**
     * Sends all, or as many as time and quota allow; the rest goes back into the queue.
     *
     * @param began when they were leased
     */
    void send(
            String owner,
            List<Effect> sendable,
            Allowance allowance,
            List<Outages.Outage> open,
            Instant began,
            Tally tally) {
        List<Effect> left = new ArrayList<>(sendable);
        left.sort((a, b) -> Integer.compare(b.priority(), a.priority()));
        List<Effect> invited = new ArrayList<>();
        while (!left.isEmpty()) {
            if (clock.instant().isAfter(began.plus(ROUND)) || !allowance.takeWrite()) {
                queue.release(left);
                break;
            }
            List<Effect> together = together(owner, left);
            left.removeAll(together);
            for (Effect effect : sendTogether(together, allowance, open, began, tally)) {
                tally.stepped(effect);
                if (effect.kind() == Effect.Kind.INVITE && effect.mayHaveHappened() && invitations.isAccepted(effect)) {
                    invited.add(effect);
                }
            }
        }
        looks.visible(invited, tally);
    }

    /** The first, and whoever may share its call. */
    private List<Effect> together(String owner, List<Effect> left) {
        Effect first = left.get(0);
        if (first.kind() != Effect.Kind.ADD_MEMBER || first.alone() || first.mayHaveHappened()) {
            return List.of(first);
        }
        List<Effect> together = new ArrayList<>(left.stream()
                .filter(other -> other.kind() == first.kind()
                        && !other.alone()
                        && !other.mayHaveHappened()
                        && other.requireTarget().equals(first.requireTarget()))
                .limit(DirectoryReads.MOST_IN_ONE_CALL)
                .toList());
        int room = DirectoryReads.MOST_IN_ONE_CALL - together.size();
        if (room > 0) {
            together.addAll(queue.leaseAlike(owner, first, room, settings.lease()));
        }
        return together;
    }

    private List<Effect> sendTogether(
            List<Effect> together, Allowance allowance, List<Outages.Outage> open, Instant began, Tally tally) {
        Leaving leaving;
        ActCall call = new ActCall();
        try {
            leaving = Objects.requireNonNull(transaction.execute(status -> leave(together, call)));
        } catch (OptimisticLockingFailureException late) {
            log.info("An effect was taken on by another node; the others of its call come back when their lease ends");
            allowance.giveBackWrite();
            return List.of();
        } catch (RuntimeException e) {
            // whatever is wrong with these, it must not stop the others
            allowance.giveBackWrite();
            return together.stream().map(one -> settlement.failed(one, e)).toList();
        }
        List<Effect> sent = leaving.sent();
        if (sent.isEmpty()) {
            allowance.giveBackWrite();
            return leaving.kept();
        }
        tally.called();
        List<Effect> all = new ArrayList<>(leaving.kept());
        all.addAll(made(sent, call, allowance, open, began));
        return all;
    }

    private Leaving leave(List<Effect> together, ActCall call) {
        List<Effect> going = new ArrayList<>();
        List<Effect> kept = new ArrayList<>();
        // everybody takes the rows of guests in one order, so that no two nodes wait for each other
        List<Effect> ordered = new ArrayList<>(together);
        ordered.sort(Comparator.comparing(Effect::guestId));
        for (Effect effect : ordered) {
            LastWord.Verdict verdict = verdict(effect);
            if (verdict instanceof LastWord.Held held) {
                kept.add(effects.postponed(effect, held.why(), held.again()));
            } else if (verdict instanceof LastWord.No no) {
                kept.add(effects.refused(effect, no.why()));
            } else {
                going.add(effect);
            }
        }
        return new Leaving(effects.sending(going, call), kept);
    }

    private LastWord.Verdict verdict(Effect effect) {
        return lastWords.stream()
                .map(word -> word.on(effect))
                .filter(verdict -> !(verdict instanceof LastWord.Go))
                .findFirst()
                .orElse(LastWord.GO);
    }

    private List<Effect> made(
            List<Effect> sent, ActCall call, Allowance allowance, List<Outages.Outage> open, Instant began) {
        if (sent.get(0).kind() == Effect.Kind.INVITE) {
            allowance.useInvitation();
        }
        Answer<?> answer;
        try {
            answer = call.around(() -> SendBy.within(began.plus(settings.sendWithin()), () -> call(sent)));
        } catch (RuntimeException e) {
            keep(sent, call);
            throw e;
        }
        keep(sent, call);
        try {
            return settlement.answered(sent, answer, open);
        } catch (DirectoryUnavailable e) {
            // the answer has to be checked against the directory, which cannot be read now
            return settlement.unavailable(sent, e);
        }
    }

    /** What was answered counts more than what the answer was called. */
    private void keep(List<Effect> sent, ActCall call) {
        try {
            effects.called(sent, call);
        } catch (RuntimeException e) {
            log.warn("The answer to call {} is not on record", call.clientRequestId(), e);
        }
    }

    private Answer<?> call(List<Effect> sent) {
        return sent.get(0).kind() == Effect.Kind.INVITE ? invitations.send(sent.get(0)) : acts.send(sent);
    }
}
