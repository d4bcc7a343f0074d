package dev.guestward.invitation.process;

import dev.guestward.audit.Actor;
import dev.guestward.directory.Answer;
import dev.guestward.directory.GuestDirectory;
import dev.guestward.directory.ObjectId;
import dev.guestward.directory.effect.Effect;
import dev.guestward.directory.effect.Effects;
import dev.guestward.directory.process.DirectoryTask;
import dev.guestward.directory.process.DirectoryTaskHandler;
import dev.guestward.directory.process.LockedDirectoryTask;
import dev.guestward.directory.process.Outcome;
import dev.guestward.guest.Attention;
import dev.guestward.guest.Grants;
import dev.guestward.guest.Guest;
import dev.guestward.guest.GuestId;
import dev.guestward.guest.GuestState;
import dev.guestward.guest.Guests;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * Topic {@code directory.grant}: the guest is a member of every group that was asked for.
 *
 * <p>"Already a member" and "not replicated yet" look alike in the answer, so a refusal is checked against the group
 * before it is believed, and within the first minutes it is only a reason to wait.
 */
@Component
@DirectoryTask("directory.grant")
class GrantAccess implements DirectoryTaskHandler {
    private static final Logger log = LoggerFactory.getLogger(GrantAccess.class);
    private static final Duration UNTIL_REPLICATED = Duration.ofSeconds(5);
    private static final Duration REPLICATED_AT_LATEST = Duration.ofMinutes(5);

    private final Guests guests;
    private final Grants grants;
    private final GuestDirectory directory;
    private final Effects effects;
    private final Clock clock;

    GrantAccess(Guests guests, Grants grants, GuestDirectory directory, Effects effects, Clock clock) {
        this.guests = guests;
        this.grants = grants;
        this.directory = directory;
        this.effects = effects;
        this.clock = clock;
    }

    private record Given(String grant, Effect effect) {}

    @Override
    public Outcome handle(LockedDirectoryTask task) {
        GuestId id = InvitationModel.guest(task.businessKey(), task.id());
        Guest guest = guests.get(id);
        ObjectId account =
                guest.account().orElseThrow(() -> new IllegalStateException("Guest " + id + " has no account yet"));
        List<Given> given = new ArrayList<>();
        for (Guest.HeldGrant held : guest.grants()) {
            if (held.givenAt() != null) {
                continue;
            }
            Effect effect = effects.plan(task.key() + ":" + held.key(), id.value(), Effect.Kind.ADD_MEMBER);
            Optional<Grants.Grant> grant = grants.find(held.key());
            if (grant.isEmpty()) {
                return refuse(guest, effect, "grant-not-configured:" + held.key());
            }
            Optional<Outcome> obstacle = give(guest, grant.get().group(), account, effect);
            if (obstacle.isPresent()) {
                return obstacle.get();
            }
            given.add(new Given(held.key(), effect));
        }
        return Outcome.done(() -> {
            given.forEach(one -> guests.granted(id, one.grant(), InvitationModel.ACTOR));
            if (guests.get(id).state() == GuestState.INVITED) {
                guests.activated(id, InvitationModel.ACTOR);
            }
        });
    }

    /** @return what stands in the way, or empty if the directory has it */
    private Optional<Outcome> give(Guest guest, ObjectId group, ObjectId account, Effect planned) {
        if (planned.isConfirmed()) {
            return Optional.empty();
        }
        if (planned.isOpen() && directory.isMember(group, account)) {
            effects.confirmed(planned, group);
            return Optional.empty();
        }
        Effect sent = effects.sending(planned);
        Answer<ObjectId> answer = directory.addMembers(group, List.of(account));
        if (answer instanceof Answer.Done<ObjectId>) {
            effects.confirmed(sent, group);
            return Optional.empty();
        }
        if (answer instanceof Answer.Throttled<ObjectId> throttled) {
            effects.postponed(sent, "throttled");
            return Optional.of(new Outcome.Later(throttled.after(), "The directory asks to wait"));
        }
        if (answer instanceof Answer.Unknown<ObjectId> unknown) {
            effects.unknown(sent, unknown.what());
            return Optional.of(new Outcome.Later(UNTIL_REPLICATED, "The outcome is not known; reading back"));
        }
        return believed(guest, group, account, sent, answer);
    }

    private Optional<Outcome> believed(
            Guest guest, ObjectId group, ObjectId account, Effect sent, Answer<ObjectId> answer) {
        boolean mayBeLag = answer instanceof Answer.NotThere<ObjectId>
                || (answer instanceof Answer.Refused<ObjectId> refused && refused.reason() == Answer.Reason.INVALID);
        if (mayBeLag && directory.isMember(group, account)) {
            effects.confirmed(sent, group);
            return Optional.empty();
        }
        Instant redeemed = guest.redeemedAt();
        if (mayBeLag && (redeemed == null || clock.instant().isBefore(redeemed.plus(REPLICATED_AT_LATEST)))) {
            effects.postponed(sent, "not-replicated");
            return Optional.of(new Outcome.Later(UNTIL_REPLICATED, "The account is not replicated yet"));
        }
        String code = answer instanceof Answer.Refused<ObjectId> refused
                ? refused.reason() + ":" + refused.code()
                : "not-there";
        return Optional.of(refuse(guest, sent, code));
    }

    private Outcome refuse(Guest guest, Effect effect, String code) {
        log.warn("A grant of guest {} was refused: {}", guest.id(), code);
        return new Outcome.Refused(
                () -> {
                    effects.refused(effect, code);
                    guests.attention(
                            guest.id(),
                            Attention.GRANT_REFUSED,
                            Actor.directory(),
                            "grant-refused",
                            Map.of("reason", code));
                },
                InvitationModel.GRANT_REFUSED);
    }
}
