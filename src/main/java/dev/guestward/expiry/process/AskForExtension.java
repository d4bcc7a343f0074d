package dev.guestward.expiry.process;

import dev.guestward.expiry.ExtensionLetters;
import dev.guestward.platform.engine.ProcessBean;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.JavaDelegate;

/** Writes to the owners that an extension waits for one of them. */
@ProcessBean("askForExtension")
public class AskForExtension implements JavaDelegate {
    private final ExtensionLetters letters;

    AskForExtension(ExtensionLetters letters) {
        this.letters = letters;
    }

    @Override
    public void execute(DelegateExecution execution) {
        letters.askOwners(ExpiryModel.guest(execution));
    }
}
