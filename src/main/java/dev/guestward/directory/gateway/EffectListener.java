package dev.guestward.directory.gateway;

import dev.guestward.directory.effect.Effect;

/** Is told, in the transaction that settles it, what became of an act. */
public interface EffectListener {
    Effect.Kind kind();

    /** The directory has what was wished for. */
    default void confirmed(Effect effect) {}

    /** The directory, or what it shows of the account, said no. Of what we refuse ourselves whoever refuses it knows. */
    default void refused(Effect effect, String code) {}
}
