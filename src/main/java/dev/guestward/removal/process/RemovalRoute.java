package dev.guestward.removal.process;

import dev.guestward.platform.engine.ProcessBean;
import dev.guestward.removal.Removal;
import dev.guestward.removal.Removals;
import java.util.Date;
import java.util.Optional;
import org.camunda.bpm.engine.delegate.DelegateExecution;

/** Answers the model's questions from our tables. */
@ProcessBean("removalRoute")
public class RemovalRoute {
    private final Removals removals;

    RemovalRoute(Removals removals) {
        this.removals = removals;
    }

    /** Whether whoever asked for it may still change their mind. */
    public boolean hasUndoWindow(DelegateExecution execution) {
        return removal(execution)
                .filter(removal -> removal.undoUntil().isAfter(removal.askedAt()))
                .isPresent();
    }

    public Date undoUntil(DelegateExecution execution) {
        return Date.from(removal(execution).map(Removal::undoUntil).orElseThrow());
    }

    public Date deleteAfter(DelegateExecution execution) {
        return Date.from(removal(execution).map(Removal::deleteAfter).orElseThrow());
    }

    /** Whether an administrator wants what was refused to be tried again. */
    public boolean isTriedAgain(DelegateExecution execution) {
        return removal(execution).filter(removal -> !removal.isOnlyBlock()).isPresent();
    }

    private Optional<Removal> removal(DelegateExecution execution) {
        return removals.current(RemovalModel.guest(execution));
    }
}
