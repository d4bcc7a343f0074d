package dev.guestward.removal.process;

import dev.guestward.directory.effect.Effect;
import dev.guestward.directory.gateway.EffectListener;
import dev.guestward.removal.RemovalKeys;
import dev.guestward.removal.Restoration;
import dev.guestward.removal.Restorations;
import java.util.Optional;
import org.springframework.stereotype.Component;

/** Records with the directory's confirmation that an account is back, and that it can be used again. */
final class RestorationEffects {
    private RestorationEffects() {}

    private static Optional<Restoration> open(Effect effect, Restorations restorations) {
        return RemovalKeys.restoration(effect.key()).map(restorations::get).filter(Restoration::isOpen);
    }

    @Component
    static class Accounts implements EffectListener {
        private final Restorations restorations;

        Accounts(Restorations restorations) {
            this.restorations = restorations;
        }

        @Override
        public Effect.Kind kind() {
            return Effect.Kind.RESTORE;
        }

        @Override
        public void confirmed(Effect effect) {
            open(effect, restorations).ifPresent(one -> restorations.undeleted(one, RestorationModel.ACTOR));
        }
    }

    @Component
    static class SignIns implements EffectListener {
        private final Restorations restorations;

        SignIns(Restorations restorations) {
            this.restorations = restorations;
        }

        @Override
        public Effect.Kind kind() {
            return Effect.Kind.UNBLOCK;
        }

        @Override
        public void confirmed(Effect effect) {
            open(effect, restorations).ifPresent(one -> restorations.restored(one, RestorationModel.ACTOR));
        }
    }
}
