package dev.guestward.removal.process;

import dev.guestward.directory.effect.Effect;
import dev.guestward.directory.effect.Effects;
import dev.guestward.directory.effect.Wish;
import dev.guestward.directory.process.DirectoryTask;
import dev.guestward.directory.process.DirectoryTaskHandler;
import dev.guestward.directory.process.LockedDirectoryTask;
import dev.guestward.directory.process.Outcome;
import dev.guestward.guest.GuestId;
import dev.guestward.guest.Guests;
import dev.guestward.removal.Removal;
import dev.guestward.removal.Removals;
import java.util.Map;
import java.util.Objects;
import org.springframework.stereotype.Component;

/** Topic {@code directory.remove-revoke}: what the devices of the guest hold is not renewed any more. */
@Component
@DirectoryTask("directory.remove-revoke")
class RevokeGuestSessions implements DirectoryTaskHandler {
    private final Removals removals;
    private final Effects effects;
    private final Guests guests;

    RevokeGuestSessions(Removals removals, Effects effects, Guests guests) {
        this.removals = removals;
        this.effects = effects;
        this.guests = guests;
    }

    @Override
    public Outcome handle(LockedDirectoryTask task) {
        GuestId id = RemovalModel.guest(task.businessKey(), task.id());
        return removals.current(id).map(removal -> revoke(removal, task)).orElseGet(() -> Outcome.done(() -> {}));
    }

    private Outcome revoke(Removal removal, LockedDirectoryTask task) {
        GuestId id = removal.guest();
        Effect effect = effects.plan(Wish.revokeSessions(removal.key("revoke"), id.value(), removals.account(id))
                .in(removal.workflow())
                .forTask(task.id()));
        return switch (effect.state()) {
            case CONFIRMED -> Outcome.done(() -> guests.note(id, RemovalModel.ACTOR, "sessions-revoked", Map.of()));
            case PLANNED, SENT, UNKNOWN -> Outcome.waiting();
            case REFUSED, SUPPRESSED ->
                Outcome.done(() -> guests.note(
                        id,
                        RemovalModel.ACTOR,
                        "sessions-not-revoked",
                        Map.of("reason", Objects.requireNonNullElse(effect.code(), "no-code"))));
        };
    }
}
