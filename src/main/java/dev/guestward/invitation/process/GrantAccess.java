package dev.guestward.invitation.process;

import dev.guestward.audit.Actor;
import dev.guestward.directory.ObjectId;
import dev.guestward.directory.effect.Effect;
import dev.guestward.directory.effect.Effects;
import dev.guestward.directory.effect.Wish;
import dev.guestward.directory.gateway.EffectListener;
import dev.guestward.directory.gateway.GatewaySettings;
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
import dev.guestward.mode.Workflow;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.springframework.stereotype.Component;

/** Topic {@code directory.grant}: the guest is a member of every group that was asked for. */
@Component
@DirectoryTask("directory.grant")
class GrantAccess implements DirectoryTaskHandler, EffectListener {
    private final Guests guests;
    private final Grants grants;
    private final Effects effects;
    private final GatewaySettings gateway;

    GrantAccess(Guests guests, Grants grants, Effects effects, GatewaySettings gateway) {
        this.guests = guests;
        this.grants = grants;
        this.effects = effects;
        this.gateway = gateway;
    }

    @Override
    public Outcome handle(LockedDirectoryTask task) {
        GuestId id = InvitationModel.guest(task.businessKey(), task.id());
        Guest guest = guests.get(id);
        ObjectId account =
                guest.account().orElseThrow(() -> new IllegalStateException("Guest " + id + " has no account yet"));
        boolean waits = false;
        for (Guest.HeldGrant held : guest.grants()) {
            if (held.givenAt() != null) {
                continue;
            }
            Optional<Grants.Grant> grant = grants.find(held.key());
            if (grant.isEmpty()) {
                return refused(id, "grant-not-configured:" + held.key());
            }
            Wish wish = Wish.addMember(
                            task.key() + ":" + held.key(),
                            id.value(),
                            account,
                            grant.get().group())
                    .because(held.key())
                    .in(Workflow.INVITATION)
                    .forTask(task.id());
            Effect effect = effects.plan(wish, gateway.collect());
            switch (effect.state()) {
                case REFUSED -> {
                    return refused(id, Objects.requireNonNullElse(effect.code(), "no-code"));
                }
                case SUPPRESSED -> {
                    return new Outcome.Refused(
                            () -> attention(id, Attention.ONLY_REPORTED, "grant-reported", "report-only"),
                            InvitationModel.REPORTED);
                }
                case PLANNED, SENT, UNKNOWN -> waits = true;
                case CONFIRMED -> {}
            }
        }
        return waits ? Outcome.waiting() : Outcome.done(() -> activate(id));
    }

    @Override
    public Effect.Kind kind() {
        return Effect.Kind.ADD_MEMBER;
    }

    @Override
    public void confirmed(Effect effect) {
        String grant = effect.purpose();
        if (grant != null) {
            guests.granted(new GuestId(effect.guestId()), grant, InvitationModel.ACTOR);
        }
    }

    private void activate(GuestId id) {
        if (guests.get(id).state() == GuestState.INVITED) {
            guests.activated(id, InvitationModel.ACTOR);
        }
    }

    private Outcome refused(GuestId id, String code) {
        return new Outcome.Refused(
                () -> {
                    Attention present = guests.get(id).attention();
                    if (present == Attention.HELD_BY_BRAKE || present == Attention.REMOVAL_REFUSED) {
                        // who is being removed waits for those who decide on that
                        guests.note(id, Actor.directory(), "grant-refused", Map.of("reason", code));
                    } else {
                        attention(id, Attention.GRANT_REFUSED, "grant-refused", code);
                    }
                },
                InvitationModel.GRANT_REFUSED);
    }

    private void attention(GuestId id, Attention why, String what, String code) {
        guests.attention(id, why, Actor.directory(), what, Map.of("reason", code));
    }
}
