package dev.guestward.directory.gateway;

import dev.guestward.directory.Answer;
import dev.guestward.directory.DirectoryUnavailable;
import dev.guestward.directory.InvitedUser;
import dev.guestward.directory.ObjectId;
import dev.guestward.directory.Trouble;
import dev.guestward.directory.effect.Effect;
import dev.guestward.directory.effect.Effects;
import dev.guestward.problem.DatabaseAway;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.OptimisticLockingFailureException;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** Turns what the directory answered, or shows, into the state of effects. */
@Component
class Settlement {
    private static final Logger log = LoggerFactory.getLogger(Settlement.class);
    private static final Duration FIRST_LOOK = Duration.ofSeconds(5);
    private static final Duration LONGEST_PAUSE = Duration.ofMinutes(10);
    /** The last answer of an act whose account not everybody in the directory knows. */
    private static final String NOT_VISIBLE = "not-visible";

    /** The last answer of an act that was refused although the permission is there. */
    private static final String ALLOWED_NOW = "allowed-now";

    private final Effects effects;
    private final Acts acts;
    private final InviteAct invitations;
    private final Outages outages;
    private final OurPermissions permissions;
    private final DirectoryQuota quota;
    private final Map<Effect.Kind, List<EffectListener>> listeners;
    private final TransactionTemplate transaction;

    Settlement(
            Effects effects,
            Acts acts,
            InviteAct invitations,
            Outages outages,
            OurPermissions permissions,
            DirectoryQuota quota,
            List<EffectListener> listeners,
            PlatformTransactionManager transactions) {
        this.effects = effects;
        this.acts = acts;
        this.invitations = invitations;
        this.outages = outages;
        this.permissions = permissions;
        this.quota = quota;
        this.listeners = listeners.stream().collect(Collectors.groupingBy(EffectListener::kind));
        this.transaction = new TransactionTemplate(transactions);
    }

    /** Settles acts that shared one call by its answer. */
    List<Effect> answered(List<Effect> sent, Answer<?> answer, List<Outages.Outage> open) {
        Effect.Kind kind = sent.get(0).kind();
        if (answer instanceof Answer.Throttled<?> throttled) {
            quota.throttled(throttled.after());
            return each(sent, one -> effects.postponed(one, "throttled", throttled.after()));
        }
        if (answer instanceof Answer.NotSent<?> notSent) {
            return notSent(sent, notSent.trouble(), notSent.code());
        }
        if (answer instanceof Answer.Unknown<?> unknown) {
            return each(sent, one -> effects.unknown(one, unknown.what(), backoff(one)));
        }
        if (answer instanceof Answer.NotYetVisible<?> young) {
            return each(sent, one -> tooYoung(one, young));
        }
        if (answer instanceof Answer.Refused<?> refused && refused.reason() == Answer.Reason.STOPPED) {
            return waiting(sent, Trouble.INVITATIONS_STOPPED, kind.name(), refused.code());
        }
        if (answer instanceof Answer.Refused<?> refused
                && refused.reason() == Answer.Reason.PERMISSION
                && permissions.mayLack(kind)) {
            return waiting(sent, Trouble.PERMISSION, kind.name(), refused.code());
        }
        if (answer instanceof Answer.Refused<?> refused
                && refused.reason() == Answer.Reason.PERMISSION
                && !sent.stream().allMatch(one -> ALLOWED_NOW.equals(one.code()))) {
            // it may have been refused for a token from before the grant; the look just now has fetched a new one
            return each(sent, one -> effects.postponed(one, ALLOWED_NOW, Duration.ZERO));
        }
        quota.passed();
        outages.passed(kind, open);
        if (answer instanceof Answer.Done<?> done) {
            return each(
                    sent,
                    one -> done.value() instanceof InvitedUser invited
                            ? invitations.accepted(one, invited)
                            : confirmed(one, null));
        }
        if (sent.size() > 1) {
            // one bad reference spoils the call for all: each is tried by itself
            return each(sent, one -> effects.alone(one, "shared call refused"));
        }
        return each(sent, one -> declined(one, answer));
    }

    /**
     * "Not there" and "no" may mean that it is so already, or that the account is too young to be known everywhere; one "not
     * there" by itself does not even mean that an old account is gone.
     */
    private Effect declined(Effect effect, Answer<?> answer) {
        boolean notThere = answer instanceof Answer.NotThere<?>;
        boolean invalid = answer instanceof Answer.Refused<?> refused && refused.reason() == Answer.Reason.INVALID;
        if ((notThere || invalid) && effect.kind() != Effect.Kind.INVITE) {
            if (acts.hasHappened(effect)) {
                return confirmed(effect, null);
            }
            if (acts.isYoung(effect)) {
                return tooYoung(effect, new Answer.NotYetVisible<>(FIRST_LOOK));
            }
            if (notThere) {
                return notThere(effect, acts.notThere(effect));
            }
        }
        String code =
                answer instanceof Answer.Refused<?> refused ? refused.reason() + ":" + refused.code() : "not-there";
        return refused(effect, code);
    }

    private Effect notThere(Effect effect, Standing standing) {
        if (standing instanceof Standing.Happened) {
            return confirmed(effect, null);
        }
        if (standing instanceof Standing.Absent absent) {
            return effects.absent(effect, Effect.State.PLANNED, absent.pause());
        }
        return standing instanceof Standing.MustNot mustNot
                ? effects.refused(effect, mustNot.code())
                : effects.postponed(effect, NOT_VISIBLE, backoff(effect));
    }

    private Effect tooYoung(Effect effect, Answer.NotYetVisible<?> answer) {
        return effects.postponed(effect, NOT_VISIBLE, answer.after());
    }

    /** Settles an act by what the directory shows. Empty if it may be sent now. */
    @Nullable
    Effect standing(Effect effect, Standing standing) {
        if (standing instanceof Standing.Happened happened) {
            ObjectId account = happened.account();
            return account != null && effect.kind() == Effect.Kind.INVITE
                    ? invitations.confirmFound(effect, account)
                    : confirmed(effect, account);
        }
        if (standing instanceof Standing.MustNot mustNot) {
            log.warn(
                    "Effect {} ({}) of guest {} is not made: {}",
                    effect.id(),
                    effect.kind(),
                    effect.guestId(),
                    mustNot.code());
            return refused(effect, mustNot.code());
        }
        if (standing instanceof Standing.Absent absent) {
            return effects.absent(effect, effect.state(), absent.pause());
        }
        return standing instanceof Standing.CannotTell wait ? effects.waiting(effect, wait.pause()) : null;
    }

    /** The directory could not be looked at. */
    List<Effect> unavailable(List<Effect> leased, DirectoryUnavailable e) {
        if (e.trouble() == Trouble.SERVICE) {
            return each(leased, one -> effects.waiting(one, e.retryAfter()));
        }
        String subject = e.trouble() == Trouble.CONNECTION ? Outages.EVERYTHING : Outages.READS;
        outages.met(e.trouble(), subject, String.valueOf(e.getMessage()));
        return each(leased, one -> effects.waiting(one, FIRST_LOOK));
    }

    /**
     * The effect's own act failed by our mistake: it is not sent again at once, and nobody else is held up. That the database
     * was away is no mistake, and a block must not wait for it.
     */
    Effect failed(Effect effect, RuntimeException e) {
        if (DatabaseAway.explains(e)) {
            log.warn(
                    "Effect {} ({}) was not worked on: {}",
                    effect.id(),
                    effect.kind(),
                    e.getClass().getSimpleName());
            return effects.waiting(effect, FIRST_LOOK);
        }
        log.error("Effect {} ({}) of guest {} failed", effect.id(), effect.kind(), effect.guestId(), e);
        return effects.waiting(effect, LONGEST_PAUSE);
    }

    private List<Effect> notSent(List<Effect> sent, Trouble trouble, String code) {
        return switch (trouble) {
            case CREDENTIAL, TENANT ->
                waiting(sent, trouble, sent.get(0).kind().role().name(), code);
            case CONNECTION -> waiting(sent, trouble, Outages.EVERYTHING, code);
            default -> each(sent, one -> effects.postponed(one, code, FIRST_LOOK));
        };
    }

    private List<Effect> waiting(List<Effect> sent, Trouble trouble, String subject, String code) {
        outages.met(trouble, subject, code);
        // due at once: while the outage lasts nobody leases them, and when it is over they all go on
        return each(sent, one -> effects.postponed(one, code, Duration.ZERO));
    }

    private Effect confirmed(Effect effect, @Nullable ObjectId account) {
        return transaction.execute(status -> {
            Effect confirmed = effects.confirmed(effect, account);
            listeners.getOrDefault(effect.kind(), List.of()).forEach(listener -> listener.confirmed(confirmed));
            return confirmed;
        });
    }

    /** The guest's row is taken before the act's, as on the way out. */
    private Effect refused(Effect effect, String code) {
        return transaction.execute(status -> {
            listeners.getOrDefault(effect.kind(), List.of()).forEach(listener -> listener.refused(effect, code));
            return effects.refused(effect, code);
        });
    }

    private static Duration backoff(Effect effect) {
        long seconds = FIRST_LOOK.toSeconds() << Math.min(Math.max(effect.attempts() - 1, 0), 7);
        Duration pause = Duration.ofSeconds(seconds);
        return pause.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : pause;
    }

    /** Each in a step of its own; somebody who was faster on one, or our mistake with it, does not take the others along. */
    private List<Effect> each(List<Effect> effects, Function<Effect, Effect> step) {
        List<Effect> stepped = new ArrayList<>();
        for (Effect effect : effects) {
            try {
                stepped.add(step.apply(effect));
            } catch (OptimisticLockingFailureException late) {
                log.info("Effect {} was taken on by another node", effect.id());
            } catch (DirectoryUnavailable unread) {
                throw unread; // about the directory, not about this one
            } catch (RuntimeException e) {
                stepped.add(failed(effect, e));
            }
        }
        return stepped;
    }
}
