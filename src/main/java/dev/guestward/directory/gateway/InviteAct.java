package dev.guestward.directory.gateway;

import dev.guestward.directory.AccountInspection;
import dev.guestward.directory.Answer;
import dev.guestward.directory.DirectoryUser;
import dev.guestward.directory.GuestDirectory;
import dev.guestward.directory.InvitedUser;
import dev.guestward.directory.NewInvitation;
import dev.guestward.directory.ObjectId;
import dev.guestward.directory.ReadTogether;
import dev.guestward.directory.effect.Effect;
import dev.guestward.directory.effect.Effects;
import dev.guestward.directory.effect.Wish;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.dao.OptimisticLockingFailureException;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Invitations. The directory is looked at before anything is sent, and again when an earlier attempt ended in the dark.
 * Inviting an address that is still pending changes nothing but the link: it is how a link that got lost is replaced. An
 * account counts only once the directory shows it, because some answers of "created" have been followed by nothing.
 */
@Component
class InviteAct {
    private static final Logger log = LoggerFactory.getLogger(InviteAct.class);
    private static final Duration UNTIL_VISIBLE = Duration.ofSeconds(3);
    private static final Duration VISIBLE_AT_LATEST = Duration.ofMinutes(10);

    private final GuestDirectory directory;
    private final Effects effects;
    private final Acts acts;
    private final InvitationSource source;
    private final RecycleBin bin;
    private final GatewaySettings settings;
    private final TransactionTemplate transaction;
    private final Clock clock;

    InviteAct(
            GuestDirectory directory,
            Effects effects,
            Acts acts,
            InvitationSource source,
            RecycleBin bin,
            GatewaySettings settings,
            PlatformTransactionManager transactions,
            Clock clock) {
        this.directory = directory;
        this.effects = effects;
        this.acts = acts;
        this.source = source;
        this.bin = bin;
        this.settings = settings;
        this.transaction = new TransactionTemplate(transactions);
        this.clock = clock;
    }

    /** Whether the account is known already and only has to be seen. */
    boolean isAccepted(Effect effect) {
        return effect.account() != null
                && (effect.purpose() == null || Effects.ACCEPTED.equals(effect.code()))
                && source.holdsLink(effect.guestId());
    }

    /** How an invitation stands that is not accepted yet. */
    Standing standing(Effect effect) {
        return effect.purpose() == null ? first(effect) : again(effect);
    }

    private Standing first(Effect effect) {
        List<DirectoryUser> there =
                directory.usersWithMail(source.invitation(effect.guestId()).email());
        if (there.isEmpty()) {
            return absent(effect);
        }
        if (!there.stream().allMatch(DirectoryUser::isGuest)) {
            return new Standing.MustNot("not-a-guest");
        }
        DirectoryUser user = there.get(0);
        Optional<UUID> holder = source.holder(effect.guestId(), user.id());
        if (holder.isPresent()) {
            return new Standing.MustNot(InvitationSource.HELD_BY + holder.get());
        }
        if (!effect.mayEverHaveHappened()) {
            source.foundBefore(effect.guestId());
        }
        if (!user.enabled()) {
            return new Standing.MustNot("account-disabled");
        }
        return user.hasAccepted() ? new Standing.Happened(user.id()) : Standing.MAY_SEND;
    }

    private Standing absent(Effect effect) {
        Instant sent = effect.sentAt();
        if (effect.mayHaveHappened() && sent != null) {
            Duration left = Duration.between(clock.instant(), sent.plus(settings.settleAfter()));
            if (!left.isNegative() && !left.isZero()) {
                return new Standing.CannotTell(left);
            }
        }
        return bin.holds(effect.guestId()) ? new Standing.MustNot("in-recycle-bin") : Standing.MAY_SEND;
    }

    /** It is about one account: a second one under the same name would be nobody's. Repeating it only makes a fresh link. */
    private Standing again(Effect effect) {
        ObjectId account = effect.requireAccount();
        AccountInspection seen = directory
                .inspect(List.of(account))
                .get(account)
                .orElseGet(() -> new AccountInspection(Optional.empty(), List.of()));
        Optional<DirectoryUser> there = seen.user();
        if (there.isEmpty()) {
            return acts.isYoung(effect) ? new Standing.CannotTell(UNTIL_VISIBLE) : acts.missing(effect);
        }
        DirectoryUser user = there.get();
        if (!user.isGuest()) {
            return new Standing.MustNot("not-a-guest");
        }
        if (!user.enabled()) {
            return new Standing.MustNot("account-disabled");
        }
        if (!user.hasMail(source.invitation(effect.guestId()).email())) {
            return new Standing.MustNot("other-address");
        }
        if (isReset(effect)) {
            return seen.holdsDirectoryRole() ? new Standing.MustNot("holds-directory-role") : Standing.MAY_SEND;
        }
        return user.hasAccepted() ? new Standing.Happened(user.id()) : Standing.MAY_SEND;
    }

    Answer<InvitedUser> send(Effect effect) {
        NewInvitation invitation = source.invitation(effect.guestId());
        return isReset(effect)
                ? directory.resetRedemption(effect.requireAccount(), invitation)
                : directory.invite(invitation);
    }

    private static boolean isReset(Effect effect) {
        return Wish.RESET.equals(effect.purpose());
    }

    /** Keeps what the directory answered. */
    Effect accepted(Effect sent, InvitedUser invited) {
        return transaction.execute(status -> {
            source.accepted(sent.guestId(), invited);
            return effects.accepted(sent, invited.id());
        });
    }

    /** Confirms those whose accounts the directory shows; tells the others when to look again. */
    void settleVisible(
            Collection<Effect> accepted, Consumer<Effect> settled, BiConsumer<Effect, RuntimeException> failed) {
        if (accepted.isEmpty()) {
            return;
        }
        List<ObjectId> accounts =
                accepted.stream().map(Effect::requireAccount).distinct().toList();
        ReadTogether<DirectoryUser> seen = directory.users(accounts);
        for (Effect effect : accepted) {
            try {
                settled.accept(
                        whenSeen(effect, seen.get(effect.requireAccount()).orElse(null)));
            } catch (OptimisticLockingFailureException late) {
                log.info("Effect {} was taken on by another node", effect.id());
            } catch (RuntimeException e) {
                failed.accept(effect, e); // the others of this round are settled all the same
            }
        }
    }

    private Effect whenSeen(Effect effect, @Nullable DirectoryUser user) {
        if (user == null) {
            Instant sent = effect.sentAt();
            return sent != null && clock.instant().isAfter(sent.plus(VISIBLE_AT_LATEST))
                    ? effects.refused(effect, "never-visible")
                    : effects.waiting(effect, UNTIL_VISIBLE);
        }
        return user.isGuest() ? confirm(effect, user) : effects.refused(effect, "not-a-guest");
    }

    /** The account is there and visible. If it is another guest's, whom the directory knows by two addresses, that stays so. */
    Effect confirm(Effect effect, DirectoryUser user) {
        try {
            return transaction.execute(status -> {
                Optional<UUID> holder = source.holder(effect.guestId(), user.id());
                if (holder.isPresent()) {
                    return effects.refused(effect, InvitationSource.HELD_BY + holder.get());
                }
                source.confirmed(effect.guestId(), user);
                return effects.confirmed(effect, user.id());
            });
        } catch (DuplicateKeyException raced) {
            // the other guest got the account in this moment: the next look sees it
            return effects.waiting(effect, UNTIL_VISIBLE);
        }
    }

    /** Confirms an account that was found and had been redeemed already. */
    Effect confirmFound(Effect effect, ObjectId account) {
        Optional<DirectoryUser> user = directory.user(account);
        return user.isPresent() ? confirm(effect, user.get()) : effects.waiting(effect, UNTIL_VISIBLE);
    }
}
