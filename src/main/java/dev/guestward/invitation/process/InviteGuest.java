package dev.guestward.invitation.process;

import dev.guestward.audit.Actor;
import dev.guestward.directory.Answer;
import dev.guestward.directory.DirectoryUser;
import dev.guestward.directory.GuestDirectory;
import dev.guestward.directory.InvitedUser;
import dev.guestward.directory.ManagedAccounts;
import dev.guestward.directory.NewInvitation;
import dev.guestward.directory.ObjectId;
import dev.guestward.directory.effect.Effect;
import dev.guestward.directory.effect.Effects;
import dev.guestward.directory.process.DirectoryTask;
import dev.guestward.directory.process.DirectoryTaskHandler;
import dev.guestward.directory.process.LockedDirectoryTask;
import dev.guestward.directory.process.Outcome;
import dev.guestward.guest.Attention;
import dev.guestward.guest.Guest;
import dev.guestward.guest.GuestId;
import dev.guestward.guest.GuestState;
import dev.guestward.guest.Guests;
import dev.guestward.invitation.InvitationSettings;
import dev.guestward.invitation.RedeemLinks;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Topic {@code directory.invite}: the guest's account exists and is visible, and we hold a redeem link for it.
 *
 * <p>The directory is looked at before anything is sent, and again when an earlier attempt ended in the dark. Inviting an
 * address that is still pending changes nothing but the link: it is how a link that got lost is replaced.
 */
@Component
@DirectoryTask("directory.invite")
class InviteGuest implements DirectoryTaskHandler {
    private static final Logger log = LoggerFactory.getLogger(InviteGuest.class);
    private static final Duration UNTIL_VISIBLE = Duration.ofSeconds(3);
    private static final Duration AFTER_UNKNOWN = Duration.ofSeconds(5);
    private static final Duration VISIBLE_AT_LATEST = Duration.ofMinutes(10);

    private final Guests guests;
    private final GuestDirectory directory;
    private final ManagedAccounts accounts;
    private final Effects effects;
    private final RedeemLinks links;
    private final InvitationSettings settings;
    private final TransactionTemplate transaction;
    private final Clock clock;

    InviteGuest(
            Guests guests,
            GuestDirectory directory,
            ManagedAccounts accounts,
            Effects effects,
            RedeemLinks links,
            InvitationSettings settings,
            PlatformTransactionManager transactions,
            Clock clock) {
        this.guests = guests;
        this.directory = directory;
        this.accounts = accounts;
        this.effects = effects;
        this.links = links;
        this.settings = settings;
        this.transaction = new TransactionTemplate(transactions);
        this.clock = clock;
    }

    @Override
    public Outcome handle(LockedDirectoryTask task) {
        GuestId id = InvitationModel.guest(task.businessKey(), task.id());
        Guest guest = guests.get(id);
        Effect effect = effects.plan(task.key(), id.value(), Effect.Kind.INVITE);
        if (effect.objectId() != null && links.isKept(id)) {
            return whenVisible(guest, effect, effect.objectId());
        }
        Optional<DirectoryUser> there =
                directory.usersWithMail(guest.email()).stream().findFirst();
        if (there.isPresent()) {
            DirectoryUser user = there.get();
            if (!user.isGuest() || !user.enabled()) {
                return refuse(guest, effect, user.isGuest() ? "account-disabled" : "not-a-guest");
            }
            if (user.hasAccepted()) {
                return Outcome.done(() -> recordRedeemed(guest, effect, user));
            }
        }
        return invite(guest, effect);
    }

    private Outcome invite(Guest guest, Effect planned) {
        Effect sent = effects.sending(planned);
        Answer<InvitedUser> answer = directory.invite(new NewInvitation(
                guest.email(),
                guest.displayName(),
                settings.redirectUrl(),
                new ObjectId(guest.sponsor().value())));
        if (answer instanceof Answer.Done<InvitedUser> done) {
            InvitedUser user = done.value();
            Effect accepted = transaction.execute(status -> {
                links.keep(guest.id(), user.redeemUrl());
                return effects.accepted(sent, user.id());
            });
            return whenVisible(guest, Objects.requireNonNull(accepted), user.id());
        }
        if (answer instanceof Answer.Throttled<InvitedUser> throttled) {
            effects.postponed(sent, "throttled");
            return new Outcome.Later(throttled.after(), "The directory asks to wait");
        }
        if (answer instanceof Answer.Refused<InvitedUser> refused) {
            return refuse(guest, sent, refused.reason() + ":" + refused.code());
        }
        effects.unknown(sent, answer instanceof Answer.Unknown<InvitedUser> u ? u.what() : "not-there");
        return new Outcome.Later(AFTER_UNKNOWN, "The outcome is not known; reading back");
    }

    /** An account counts only once the directory shows it: some answers of "created" have been followed by nothing. */
    private Outcome whenVisible(Guest guest, Effect effect, ObjectId account) {
        Optional<DirectoryUser> user = directory.user(account);
        if (user.isEmpty()) {
            Instant sent = effect.sentAt();
            if (sent != null && clock.instant().isAfter(sent.plus(VISIBLE_AT_LATEST))) {
                return refuse(guest, effect, "never-visible");
            }
            return new Outcome.Later(UNTIL_VISIBLE, "The account is not visible yet");
        }
        if (!user.get().isGuest()) {
            return refuse(guest, effect, "not-a-guest");
        }
        if (user.get().hasAccepted()) {
            return Outcome.done(() -> recordRedeemed(guest, effect, user.get()));
        }
        return Outcome.done(() -> record(guest, effect, account));
    }

    private void record(Guest guest, Effect effect, ObjectId account) {
        effects.confirmed(effect, account);
        if (guests.get(guest.id()).state() == GuestState.REQUESTED) {
            guests.invited(guest.id(), account, InvitationModel.ACTOR);
        }
    }

    private void recordRedeemed(Guest guest, Effect effect, DirectoryUser user) {
        record(guest, effect, user.id());
        links.take(guest.id());
        accounts.seen(user, clock.instant());
    }

    private Outcome refuse(Guest guest, Effect effect, String code) {
        log.warn("The invitation of guest {} was refused: {}", guest.id(), code);
        return new Outcome.Refused(
                () -> {
                    effects.refused(effect, code);
                    guests.attention(
                            guest.id(),
                            Attention.INVITATION_REFUSED,
                            Actor.directory(),
                            "invitation-refused",
                            Map.of("reason", code));
                },
                InvitationModel.INVITATION_REFUSED);
    }
}
