package dev.guestward.removal.process;

import dev.guestward.guest.EarlierRecords;
import dev.guestward.guest.GuestId;
import dev.guestward.platform.engine.ProcessBean;
import dev.guestward.removal.RemovalLetters;
import dev.guestward.removal.Restorations;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.JavaDelegate;

/** Writes to the sponsor that only a new invitation helps, unless there is one already. */
@ProcessBean("tellNotRestored")
public class TellNotRestored implements JavaDelegate {
    private final Restorations restorations;
    private final EarlierRecords records;
    private final RemovalLetters letters;

    TellNotRestored(Restorations restorations, EarlierRecords records, RemovalLetters letters) {
        this.restorations = restorations;
        this.records = records;
        this.letters = letters;
    }

    @Override
    public void execute(DelegateExecution execution) {
        GuestId guest = RemovalModel.guest(execution);
        if (!records.isBack(guest)) {
            restorations.newest(guest).ifPresent(letters::notRestored);
        }
    }
}
