package dev.guestward.directory.gateway;

import dev.guestward.directory.effect.Effect;
import java.util.function.Consumer;

/** What one round has moved. */
final class Tally {
    private final Consumer<Effect> settled;
    private boolean moved;

    /** @param settled is told of each effect that was taken a step on */
    Tally(Consumer<Effect> settled) {
        this.settled = settled;
    }

    void stepped(Effect effect) {
        moved = true;
        settled.accept(effect);
    }

    boolean hasMoved() {
        return moved;
    }
}
