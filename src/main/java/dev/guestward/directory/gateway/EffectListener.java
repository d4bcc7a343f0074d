package dev.guestward.directory.gateway;

import dev.guestward.directory.effect.Effect;

/** Is told, in the transaction that settles it, that the directory has what was wished for. */
public interface EffectListener {
    Effect.Kind kind();

    void confirmed(Effect effect);
}
