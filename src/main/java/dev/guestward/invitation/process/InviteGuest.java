package dev.guestward.invitation.process;

import dev.guestward.audit.Actor;
import dev.guestward.directory.effect.Effect;
import dev.guestward.directory.effect.Effects;
import dev.guestward.directory.effect.Wish;
import dev.guestward.directory.process.DirectoryTask;
import dev.guestward.directory.process.DirectoryTaskHandler;
import dev.guestward.directory.process.LockedDirectoryTask;
import dev.guestward.directory.process.Outcome;
import dev.guestward.guest.Attention;
import dev.guestward.guest.GuestId;
import dev.guestward.guest.Guests;
import java.util.Map;
import java.util.Objects;
import org.springframework.stereotype.Component;

/** Topic {@code directory.invite}: the guest's account exists and is visible, and we hold a redeem link for it. */
@Component
@DirectoryTask("directory.invite")
class InviteGuest implements DirectoryTaskHandler {
    private final Guests guests;
    private final Effects effects;

    InviteGuest(Guests guests, Effects effects) {
        this.guests = guests;
        this.effects = effects;
    }

    @Override
    public Outcome handle(LockedDirectoryTask task) {
        GuestId id = InvitationModel.guest(task.businessKey(), task.id());
        Effect effect = effects.plan(
                Wish.invite(task.key(), id.value(), (int) task.priority()).forTask(task.id()));
        return switch (effect.state()) {
            case CONFIRMED -> Outcome.done(() -> {});
            case REFUSED -> new Outcome.Refused(() -> refused(id, effect), InvitationModel.INVITATION_REFUSED);
            case SUPPRESSED ->
                new Outcome.Refused(
                        () -> guests.declined(id, InvitationModel.ACTOR, "report-only"), InvitationModel.REPORTED);
            case PLANNED, SENT, UNKNOWN -> Outcome.waiting();
        };
    }

    private void refused(GuestId id, Effect effect) {
        guests.attention(
                id,
                Attention.INVITATION_REFUSED,
                Actor.directory(),
                "invitation-refused",
                Map.of("reason", Objects.requireNonNullElse(effect.code(), "no-code")));
    }
}
