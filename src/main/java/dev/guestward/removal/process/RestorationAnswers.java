package dev.guestward.removal.process;

import dev.guestward.directory.effect.Effect;
import dev.guestward.directory.process.Outcome;
import dev.guestward.removal.Restoration;
import dev.guestward.removal.Restorations;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** How a restoration goes on after an act on the account. */
@Component
class RestorationAnswers {
    private static final String NOT_THERE = "not-there";

    private final Restorations restorations;

    RestorationAnswers(Restorations restorations) {
        this.restorations = restorations;
    }

    /** @param notThere the way on if the directory has no such account */
    Outcome to(Effect effect, Restoration restoration, Outcome notThere) {
        return switch (effect.state()) {
            case CONFIRMED -> Outcome.done(() -> {});
            case PLANNED, SENT, UNKNOWN -> Outcome.waiting();
            case SUPPRESSED -> reported(restoration);
            case REFUSED -> NOT_THERE.equals(effect.code()) ? notThere : refused(restoration, effect.code());
        };
    }

    Outcome reported(Restoration restoration) {
        return new Outcome.Refused(
                () -> restorations.reported(restoration, RestorationModel.ACTOR), RestorationModel.REPORTED);
    }

    Outcome refused(Restoration restoration, @Nullable String code) {
        return new Outcome.Refused(
                () -> restorations.refused(restoration, code, RestorationModel.ACTOR), RestorationModel.REFUSED);
    }
}
