package dev.guestward.redemption.process;

import dev.guestward.audit.Actor;
import dev.guestward.directory.ObjectId;
import dev.guestward.directory.effect.Effect;
import dev.guestward.directory.effect.Effects;
import dev.guestward.directory.effect.Wish;
import dev.guestward.directory.process.DirectoryTask;
import dev.guestward.directory.process.DirectoryTaskHandler;
import dev.guestward.directory.process.LockedDirectoryTask;
import dev.guestward.directory.process.Outcome;
import dev.guestward.guest.Guest;
import dev.guestward.guest.GuestId;
import dev.guestward.guest.Guests;
import dev.guestward.mode.Workflow;
import java.util.Map;
import java.util.Objects;
import org.springframework.stereotype.Component;

/**
 * Topic {@code directory.invite-again}: we hold a fresh link for an account that is still pending. A tenant that gives
 * none is no reason to stop: it is noted, and the next step comes in its time.
 */
@Component
@DirectoryTask("directory.invite-again")
class RenewLink implements DirectoryTaskHandler {
    private final Guests guests;
    private final Effects effects;

    RenewLink(Guests guests, Effects effects) {
        this.guests = guests;
        this.effects = effects;
    }

    @Override
    public Outcome handle(LockedDirectoryTask task) {
        GuestId id = RedemptionModel.guest(task.businessKey(), task.id());
        Guest guest = guests.get(id);
        ObjectId account =
                guest.account().orElseThrow(() -> new IllegalStateException("Guest " + id + " has no account yet"));
        Effect effect = effects.plan(Wish.inviteAgain(task.key(), id.value(), account, (int) task.priority())
                .in(Workflow.REDEMPTION)
                .forTask(task.id()));
        return switch (effect.state()) {
            case CONFIRMED -> Outcome.done(() -> {});
            case REFUSED ->
                Outcome.done(() -> guests.note(
                        id,
                        Actor.directory(),
                        "link-refused",
                        Map.of("reason", Objects.requireNonNullElse(effect.code(), "no-code"))));
            case SUPPRESSED -> Outcome.done(() -> guests.note(id, RedemptionModel.ACTOR, "link-reported", Map.of()));
            case PLANNED, SENT, UNKNOWN -> Outcome.waiting();
        };
    }
}
