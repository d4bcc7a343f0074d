package dev.guestward.removal;

import dev.guestward.directory.effect.Effect;
import dev.guestward.directory.gateway.EffectListener;
import dev.guestward.guest.GuestId;
import dev.guestward.guest.LeavingGuests;
import org.springframework.stereotype.Component;

/** What the directory or a protection forbids while the brake holds it, waits for nobody's release any more. */
final class HoldsOfRefused {
    private HoldsOfRefused() {}

    private static void refused(Effect effect, LeavingGuests leaving, Brake brake) {
        leaving.lockedIfKnown(new GuestId(effect.guestId())).ifPresent(guest -> brake.letGo(effect, guest));
    }

    @Component
    static class Blocks implements EffectListener {
        private final LeavingGuests leaving;
        private final Brake brake;

        Blocks(LeavingGuests leaving, Brake brake) {
            this.leaving = leaving;
            this.brake = brake;
        }

        @Override
        public Effect.Kind kind() {
            return Effect.Kind.BLOCK;
        }

        @Override
        public void refused(Effect effect, String code) {
            HoldsOfRefused.refused(effect, leaving, brake);
        }
    }

    @Component
    static class Deletions implements EffectListener {
        private final LeavingGuests leaving;
        private final Brake brake;

        Deletions(LeavingGuests leaving, Brake brake) {
            this.leaving = leaving;
            this.brake = brake;
        }

        @Override
        public Effect.Kind kind() {
            return Effect.Kind.DELETE;
        }

        @Override
        public void refused(Effect effect, String code) {
            HoldsOfRefused.refused(effect, leaving, brake);
        }
    }
}
