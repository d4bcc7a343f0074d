package dev.guestward.redemption.process;

import dev.guestward.directory.effect.Effect;
import dev.guestward.directory.gateway.EffectListener;
import dev.guestward.guest.GuestId;
import dev.guestward.guest.GuestState;
import dev.guestward.guest.Guests;
import dev.guestward.redemption.Endings;
import org.springframework.stereotype.Component;

/** Records, with the directory's confirmation, that a guest is blocked who accepted what the sponsor had withdrawn. */
@Component
class BlockedWithdrawals implements EffectListener {
    static final String PURPOSE = "withdrawn";

    private final Guests guests;
    private final Endings endings;

    BlockedWithdrawals(Guests guests, Endings endings) {
        this.guests = guests;
        this.endings = endings;
    }

    @Override
    public Effect.Kind kind() {
        return Effect.Kind.BLOCK;
    }

    @Override
    public void confirmed(Effect effect) {
        GuestId id = new GuestId(effect.guestId());
        if (PURPOSE.equals(effect.purpose()) && guests.get(id).state() == GuestState.INVITED) {
            endings.blocked(id, RedemptionModel.ACTOR);
        }
    }
}
