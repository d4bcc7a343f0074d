package dev.guestward.directory.gateway;

import dev.guestward.directory.effect.Effect;
import java.util.function.Consumer;

/** What one round has moved. */
final class Tally {
    private final Consumer<Effect> settled;
    private boolean moved;
    private boolean called;

    /** @param settled is told of each effect that was taken a step on */
    Tally(Consumer<Effect> settled) {
        this.settled = settled;
    }

    void stepped(Effect effect) {
        moved = true;
        settled.accept(effect);
    }

    /** A call that changes something left the house. */
    void called() {
        called = true;
    }

    boolean hasCalled() {
        return called;
    }

    boolean hasMoved() {
        return moved;
    }
}
