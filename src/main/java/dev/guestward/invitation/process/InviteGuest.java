package dev.guestward.invitation.process;

import dev.guestward.audit.Actor;
import dev.guestward.directory.effect.Effect;
import dev.guestward.directory.effect.Effects;
import dev.guestward.directory.effect.Wish;
import dev.guestward.directory.gateway.InvitationSource;
import dev.guestward.directory.process.DirectoryTask;
import dev.guestward.directory.process.DirectoryTaskHandler;
import dev.guestward.directory.process.LockedDirectoryTask;
import dev.guestward.directory.process.Outcome;
import dev.guestward.guest.Attention;
import dev.guestward.guest.GuestId;
import dev.guestward.guest.Guests;
import dev.guestward.invitation.KnownPeople;
import dev.guestward.invitation.NothingUndecided;
import dev.guestward.mode.Workflow;
import java.util.Map;
import java.util.Objects;
import org.springframework.stereotype.Component;

/** Topic {@code directory.invite}: the guest's account exists and is visible, and we hold a redeem link for it. */
@Component
@DirectoryTask("directory.invite")
class InviteGuest implements DirectoryTaskHandler {
    private final Guests guests;
    private final KnownPeople known;
    private final Effects effects;

    InviteGuest(Guests guests, KnownPeople known, Effects effects) {
        this.guests = guests;
        this.known = known;
        this.effects = effects;
    }

    @Override
    public Outcome handle(LockedDirectoryTask task) {
        GuestId id = InvitationModel.guest(task.businessKey(), task.id());
        Effect effect = effects.plan(Wish.invite(task.key(), id.value(), (int) task.priority())
                .in(Workflow.INVITATION)
                .forTask(task.id()));
        return switch (effect.state()) {
            case CONFIRMED -> Outcome.done(() -> {});
            case REFUSED -> refused(id, Objects.requireNonNullElse(effect.code(), "no-code"));
            case SUPPRESSED ->
                new Outcome.Refused(
                        () -> guests.declined(id, InvitationModel.ACTOR, "report-only"), InvitationModel.REPORTED);
            case PLANNED, SENT, UNKNOWN -> Outcome.waiting();
        };
    }

    private Outcome refused(GuestId id, String code) {
        if (code.startsWith(InvitationSource.HELD_BY)) {
            GuestId holder = InvitationModel.guest(code.substring(InvitationSource.HELD_BY.length()), id.toString());
            return new Outcome.Refused(
                    () -> known.decline(id, holder, InvitationModel.ACTOR), InvitationModel.PERSON_KNOWN);
        }
        if (code.equals(NothingUndecided.UNDECIDED)) {
            // the request goes on waiting for its owner; the administrators' task tells that somebody went past them
            return new Outcome.Refused(
                    () -> guests.note(id, InvitationModel.ACTOR, "unapproved-invitation-refused", Map.of()),
                    InvitationModel.INVITATION_REFUSED);
        }
        return new Outcome.Refused(
                () -> guests.attention(
                        id,
                        Attention.INVITATION_REFUSED,
                        Actor.directory(),
                        "invitation-refused",
                        Map.of("reason", code)),
                InvitationModel.INVITATION_REFUSED);
    }
}
