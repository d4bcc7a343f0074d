package dev.guestward.removal.process;

import dev.guestward.platform.engine.ProcessBean;
import dev.guestward.removal.RemovalLetters;
import dev.guestward.removal.Restoration;
import dev.guestward.removal.Restorations;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.JavaDelegate;

/** Writes to the sponsor what came back and how much could not. */
@ProcessBean("tellAccessRestored")
public class TellAccessRestored implements JavaDelegate {
    private final Restorations restorations;
    private final RemovalLetters letters;

    TellAccessRestored(Restorations restorations, RemovalLetters letters) {
        this.restorations = restorations;
        this.letters = letters;
    }

    @Override
    public void execute(DelegateExecution execution) {
        restorations
                .newest(RemovalModel.guest(execution))
                .filter(restoration -> restoration.endedAs() == Restoration.Ending.RESTORED)
                .ifPresent(letters::accessRestored);
    }
}
