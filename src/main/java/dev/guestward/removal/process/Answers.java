package dev.guestward.removal.process;

import dev.guestward.directory.effect.Effect;
import dev.guestward.directory.process.Outcome;
import dev.guestward.removal.Brake;
import dev.guestward.removal.Removal;
import dev.guestward.removal.Removal.Ending;
import dev.guestward.removal.RemovalLastWord;
import dev.guestward.removal.RemovalWorkflow;
import dev.guestward.removal.Removals;
import java.util.Objects;
import org.springframework.stereotype.Component;

/** How a removal goes on after its acts. */
@Component
class Answers {
    private static final String NOT_THERE = "not-there";

    private final Removals removals;
    private final RemovalWorkflow workflow;

    Answers(Removals removals, RemovalWorkflow workflow) {
        this.removals = removals;
        this.workflow = workflow;
    }

    Outcome to(Effect effect, Removal removal) {
        return switch (effect.state()) {
            case CONFIRMED -> Outcome.done(() -> {});
            case PLANNED, SENT, UNKNOWN -> Outcome.waiting();
            case SUPPRESSED -> reported(removal, () -> {});
            case REFUSED -> refused(Objects.requireNonNullElse(effect.code(), "no-code"), removal);
        };
    }

    /**
     * From here on the product only reports. Nothing is made up for later, so the removal is over.
     *
     * @param records what the directory has confirmed before
     */
    Outcome reported(Removal removal, Runnable records) {
        return new Outcome.Refused(
                () -> {
                    records.run();
                    removals.ended(removal, Ending.REPORTED, "report-only", RemovalModel.ACTOR);
                },
                RemovalModel.REPORTED);
    }

    /** There is no removal any more: nothing is left to do. */
    static Outcome over() {
        return new Outcome.Refused(() -> {}, RemovalModel.OVER);
    }

    private Outcome refused(String code, Removal removal) {
        return switch (code) {
            case RemovalLastWord.OVER -> over();
            case RemovalLastWord.EXTENDED -> over(removal, Ending.CALLED_OFF, code);
            case Brake.DROPPED ->
                new Outcome.Refused(() -> removals.givenUp(removal, code, RemovalModel.ACTOR), RemovalModel.OVER);
            case NOT_THERE -> new Outcome.Refused(() -> gone(removal), RemovalModel.OVER);
            default ->
                new Outcome.Refused(() -> removals.refused(removal, code, RemovalModel.ACTOR), RemovalModel.REFUSED);
        };
    }

    private void gone(Removal removal) {
        removals.gone(removal, RemovalModel.ACTOR);
        workflow.invitationOver(removal.guest());
    }

    private Outcome over(Removal removal, Ending as, String code) {
        return new Outcome.Refused(() -> removals.ended(removal, as, code, RemovalModel.ACTOR), RemovalModel.OVER);
    }
}
