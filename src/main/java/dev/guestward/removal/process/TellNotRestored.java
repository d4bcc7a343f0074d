package dev.guestward.removal.process;

import dev.guestward.platform.engine.ProcessBean;
import dev.guestward.removal.RemovalLetters;
import dev.guestward.removal.Restorations;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.JavaDelegate;

/** Writes to the sponsor that only a new invitation helps. */
@ProcessBean("tellNotRestored")
public class TellNotRestored implements JavaDelegate {
    private final Restorations restorations;
    private final RemovalLetters letters;

    TellNotRestored(Restorations restorations, RemovalLetters letters) {
        this.restorations = restorations;
        this.letters = letters;
    }

    @Override
    public void execute(DelegateExecution execution) {
        restorations.newest(RemovalModel.guest(execution)).ifPresent(letters::notRestored);
    }
}
