package dev.guestward.directory.gateway;

import dev.guestward.directory.AccountInspection;
import dev.guestward.directory.Answer;
import dev.guestward.directory.AppRole;
import dev.guestward.directory.AppRoleAssignment;
import dev.guestward.directory.DirectoryUnavailable;
import dev.guestward.directory.DirectoryUser;
import dev.guestward.directory.GuestDirectory;
import dev.guestward.directory.ObjectId;
import dev.guestward.directory.effect.Effect;
import dev.guestward.directory.effect.Effects;
import dev.guestward.directory.effect.Wish;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.springframework.stereotype.Component;

/** The kinds of acts on an existing account: what must be seen before one is sent, and the call. */
@Component
class Acts {
    private static final Duration NOT_REPLICATED = Duration.ofSeconds(5);
    /** Within this time of its making an account may be unknown to some replicas. */
    private static final Duration YOUNG = Duration.ofMinutes(5);
    /** An account that no look has shown for so long is gone. One look proves nothing: a replica may have lost sight of it. */
    private static final Duration GONE_AFTER = Duration.ofMinutes(5);
    /** So often an account that is not shown is looked for meanwhile, because what waits may be a block. */
    private static final Duration LOOK_AGAIN = Duration.ofMinutes(1);
    /** The answer to an act whose account, group or role is not there. */
    private static final String NOT_THERE = "not-there";
    /** The directory's clock may differ from ours by so much. */
    private static final Duration CLOCKS = Duration.ofMinutes(1);

    private final GuestDirectory directory;
    private final Effects effects;
    private final InvitationSource source;
    private final List<AccountProtection> protections;
    private final GatewaySettings settings;
    private final Clock clock;

    Acts(
            GuestDirectory directory,
            Effects effects,
            InvitationSource source,
            List<AccountProtection> protections,
            GatewaySettings settings,
            Clock clock) {
        this.directory = directory;
        this.effects = effects;
        this.source = source;
        this.protections = protections;
        this.settings = settings;
        this.clock = clock;
    }

    /** How an inspected act stands. The inspection must be seconds old. */
    Standing inspected(Effect effect, AccountInspection seen) {
        if (seen.user().isEmpty()) {
            return absent(effect);
        }
        DirectoryUser user = seen.user().get();
        Optional<String> handsOff = handsOff(effect, user, seen);
        if (handsOff.isPresent()) {
            return new Standing.MustNot(handsOff.get());
        }
        if (Wish.STILL_PENDING.equals(effect.purpose()) && user.redemption() != DirectoryUser.Redemption.PENDING) {
            return new Standing.MustNot(Wish.NOT_PENDING);
        }
        if (Wish.STILL_BLOCKED.equals(effect.purpose()) && user.enabled()) {
            return new Standing.MustNot(Wish.NOT_BLOCKED);
        }
        boolean happened = switch (effect.kind()) {
            case BLOCK -> !user.enabled();
            case UNBLOCK -> user.enabled();
            case TOUCH -> user.enabled() == allowsSignIn(effect);
            case REVOKE_SESSIONS -> revokedSince(effect, user);
            case CHANGE_MAIL -> user.hasMail(mail(effect));
            case REMOVE_MEMBER ->
                seen.memberships().stream().noneMatch(held -> held.id().value().equals(effect.requireTarget()));
            case REMOVE_APP_ROLE -> assignment(effect).isEmpty();
            default -> false;
        };
        return believed(effect, happened);
    }

    /** How an act stands that needs no inspection: what was never sent may be sent. */
    Standing uninspected(Effect effect) {
        return effect.mayHaveHappened() ? believed(effect, hasHappened(effect)) : Standing.MAY_SEND;
    }

    /** Whether the directory shows the outcome now. */
    boolean hasHappened(Effect effect) {
        ObjectId account = effect.requireAccount();
        return switch (effect.kind()) {
            case ADD_MEMBER -> directory.isMember(new ObjectId(effect.requireTarget()), account);
            case REMOVE_MEMBER -> !directory.isMember(new ObjectId(effect.requireTarget()), account);
            case ASSIGN_APP_ROLE -> assignment(effect).isPresent();
            case REMOVE_APP_ROLE -> assignment(effect).isEmpty();
            case ADD_SPONSOR -> isSponsored(effect);
            case REMOVE_SPONSOR -> !isSponsored(effect);
            case RESTORE -> directory.user(account).isPresent();
            case CHANGE_MAIL ->
                directory
                        .user(account)
                        .filter(user -> user.hasMail(mail(effect)))
                        .isPresent();
            default -> false;
        };
    }

    /** Makes the call. Several effects are of one kind and target. */
    Answer<?> send(List<Effect> together) {
        Effect effect = together.get(0);
        ObjectId account = effect.requireAccount();
        return switch (effect.kind()) {
            case ADD_MEMBER ->
                directory.addMembers(
                        new ObjectId(effect.requireTarget()),
                        together.stream().map(Effect::requireAccount).toList());
            case REMOVE_MEMBER -> directory.removeMember(new ObjectId(effect.requireTarget()), account);
            case ASSIGN_APP_ROLE -> directory.assignAppRole(role(effect), account);
            case REMOVE_APP_ROLE -> {
                Optional<AppRoleAssignment> held = assignment(effect);
                yield held.isPresent()
                        ? directory.removeAppRole(account, held.get().id())
                        : new Answer.NotThere<String>();
            }
            case ADD_SPONSOR -> directory.addSponsor(account, new ObjectId(effect.requireTarget()));
            case REMOVE_SPONSOR -> directory.removeSponsor(account, new ObjectId(effect.requireTarget()));
            case BLOCK -> directory.enableSignIn(account, false);
            case UNBLOCK -> directory.enableSignIn(account, true);
            case TOUCH -> directory.enableSignIn(account, allowsSignIn(effect));
            case REVOKE_SESSIONS -> directory.revokeSessions(account);
            case DELETE -> directory.delete(account);
            case RESTORE -> directory.restore(account);
            case CHANGE_MAIL -> directory.changeMail(account, mail(effect));
            case INVITE -> throw new IllegalStateException("Invitations have an act of their own");
        };
    }

    /** Whether "absent" and "invalid" may only mean that a replica has not heard of the account yet. */
    boolean isYoung(Effect effect) {
        Instant since = clock.instant().minus(YOUNG);
        return effects.broughtAt(effect).filter(since::isBefore).isPresent();
    }

    private Standing absent(Effect effect) {
        if (isYoung(effect)) {
            return new Standing.CannotTell(NOT_REPLICATED);
        }
        if (effect.kind() != Effect.Kind.DELETE) {
            return missing(effect);
        }
        // a deletion that was never sent is sent all the same, and one in the dark waits until reads can be believed
        Standing standing = believed(effect, true);
        return standing instanceof Standing.Happened ? missing(effect) : standing;
    }

    /** What follows from the directory's word that something is not there, of an act that has not happened. */
    Standing notThere(Effect effect) {
        boolean seen = directory.user(effect.requireAccount()).isPresent();
        return switch (effect.kind()) {
            case ADD_MEMBER, REMOVE_MEMBER, ASSIGN_APP_ROLE, REMOVE_APP_ROLE, ADD_SPONSOR, REMOVE_SPONSOR ->
                seen ? new Standing.MustNot(NOT_THERE) : missing(effect);
            default -> seen ? new Standing.CannotTell(NOT_REPLICATED) : missing(effect);
        };
    }

    /**
     * How an act stands whose account is not among the users: the account is gone if it lies in the recycle bin, or has been in
     * neither place for a while. Where it is to be taken out of the bin, lying there means that the directory disagrees with
     * itself.
     */
    Standing missing(Effect effect) {
        try {
            if (directory.deletedUser(effect.requireAccount()).isPresent()) {
                return effect.kind() == Effect.Kind.RESTORE ? new Standing.CannotTell(NOT_REPLICATED) : gone(effect);
            }
        } catch (DirectoryUnavailable e) {
            return new Standing.CannotTell(e.retryAfter());
        }
        Instant since = clock.instant().minus(GONE_AFTER);
        return effect.absentSince().filter(first -> !first.isAfter(since)).isPresent()
                ? gone(effect)
                : new Standing.Absent(LOOK_AGAIN);
    }

    /** Nothing is left to delete then. */
    private static Standing gone(Effect effect) {
        return effect.kind() == Effect.Kind.DELETE ? Standing.HAPPENED : new Standing.MustNot(NOT_THERE);
    }

    private Optional<String> handsOff(Effect effect, DirectoryUser user, AccountInspection seen) {
        if (!user.isGuest()) {
            return Optional.of("not-a-guest");
        }
        if (seen.holdsDirectoryRole()) {
            return Optional.of("holds-directory-role");
        }
        if (user.synchronizedFromOnPremises()) {
            return Optional.of("synchronized");
        }
        boolean takes = effect.kind() != Effect.Kind.UNBLOCK;
        return takes && protections.stream().anyMatch(protection -> protection.isProtected(user.id()))
                ? Optional.of("protected")
                : Optional.empty();
    }

    /**
     * What was never sent is sent, even if it looks done: a replica that lags would leave somebody with access, and the
     * answer to the call is worth more than any read. For the same reason nothing that is seen right after an unclear answer
     * counts, neither "done" nor "not done".
     */
    private Standing believed(Effect effect, boolean happened) {
        Instant sent = effect.sentAt();
        if (!effect.mayHaveHappened() || sent == null) {
            return Standing.MAY_SEND;
        }
        Duration left = Duration.between(clock.instant(), sent.plus(settings.settleAfter()));
        if (!left.isNegative() && !left.isZero()) {
            return new Standing.CannotTell(left);
        }
        return happened ? Standing.HAPPENED : Standing.MAY_SEND;
    }

    private static boolean revokedSince(Effect effect, DirectoryUser user) {
        Instant sent = effect.sentAt();
        Instant validFrom = user.sessionsValidFrom();
        return effect.mayHaveHappened() && sent != null && validFrom != null && validFrom.isAfter(sent.minus(CLOCKS));
    }

    private static boolean allowsSignIn(Effect touch) {
        return Wish.SIGN_IN_ALLOWED.equals(touch.requireTarget());
    }

    private Optional<AppRoleAssignment> assignment(Effect effect) {
        AppRole role = role(effect);
        return directory.appRoles(effect.requireAccount()).stream()
                .filter(held -> held.role().equals(role))
                .findFirst();
    }

    private String mail(Effect effect) {
        return source.invitation(effect.guestId()).email();
    }

    private boolean isSponsored(Effect effect) {
        return directory.sponsors(effect.requireAccount()).stream()
                .anyMatch(sponsor -> sponsor.id().value().equals(effect.requireTarget()));
    }

    private static AppRole role(Effect effect) {
        String[] parts = effect.requireTarget().split("/", -1);
        if (parts.length != 2) {
            throw new IllegalStateException("Effect " + effect.id() + " names no role of an application");
        }
        return new AppRole(new ObjectId(parts[0]), new ObjectId(parts[1]));
    }
}
