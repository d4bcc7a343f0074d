package dev.guestward.removal;

import dev.guestward.directory.effect.Effect;
import dev.guestward.directory.effect.Effects;
import dev.guestward.guest.GuestId;
import dev.guestward.guest.OwnActs;
import java.util.Optional;
import org.springframework.stereotype.Component;

/** Tells from the effects what we have done to an account. */
@Component
class SentActs implements OwnActs {
    private final Effects effects;

    SentActs(Effects effects) {
        this.effects = effects;
    }

    @Override
    public Optional<Act> newest(GuestId guest) {
        return effects.of(guest.value()).stream()
                .filter(effect -> effect.mayHaveHappened() || effect.isConfirmed())
                .flatMap(effect -> act(effect.kind()).stream())
                .reduce((earlier, later) -> later);
    }

    private static Optional<Act> act(Effect.Kind kind) {
        return switch (kind) {
            case BLOCK -> Optional.of(Act.BLOCK);
            case UNBLOCK -> Optional.of(Act.UNBLOCK);
            case DELETE -> Optional.of(Act.DELETE);
            case RESTORE -> Optional.of(Act.RESTORE);
            default -> Optional.empty();
        };
    }
}
