package dev.guestward.directory.gateway;

import dev.guestward.directory.effect.Effect;
import java.time.Duration;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/**
 * Whether an act that is about to leave the house may leave it. Asked in the transaction that marks the act as sent: what
 * is counted here is counted if and only if the act was sent.
 */
public interface LastWord {
    Verdict GO = new Go();

    /** What is said. */
    sealed interface Verdict {}

    record Go() implements Verdict {}

    /**
     * Not now.
     *
     * @param why a code, without names
     * @param again after how long it is asked again at the latest
     */
    record Held(String why, Duration again) implements Verdict {}

    /**
     * Never.
     *
     * @param why a code, without names; the effect is refused with it
     */
    record No(String why) implements Verdict {}

    @Transactional(propagation = Propagation.MANDATORY)
    Verdict on(Effect effect);

    /** The same about an act that is only reported: nothing is counted or held, but it may be noted what would have been. */
    @Transactional(propagation = Propagation.MANDATORY)
    default Verdict ifReported(Effect effect) {
        return GO;
    }
}
