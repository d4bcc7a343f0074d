package dev.guestward.removal.process;

import dev.guestward.platform.engine.ProcessBean;
import dev.guestward.removal.RemovalLetters;
import dev.guestward.removal.Removals;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.JavaDelegate;

/** Writes to the sponsor that access has ended, and until when it can be undone. */
@ProcessBean("tellAccessEnded")
public class TellAccessEnded implements JavaDelegate {
    private final Removals removals;
    private final RemovalLetters letters;

    TellAccessEnded(Removals removals, RemovalLetters letters) {
        this.removals = removals;
        this.letters = letters;
    }

    @Override
    public void execute(DelegateExecution execution) {
        removals.current(RemovalModel.guest(execution)).ifPresent(letters::accessEnded);
    }
}
