package dev.guestward.removal.process;

import dev.guestward.guest.GuestState;
import dev.guestward.guest.Guests;
import dev.guestward.platform.engine.ProcessBean;
import dev.guestward.removal.Restorations;
import org.camunda.bpm.engine.delegate.DelegateExecution;

/** Answers the model's questions from our tables. */
@ProcessBean("restorationRoute")
public class RestorationRoute {
    private final Guests guests;
    private final Restorations restorations;

    RestorationRoute(Guests guests, Restorations restorations) {
        this.guests = guests;
        this.restorations = restorations;
    }

    /** Whether the account lies in the recycle bin. */
    public boolean isDeleted(DelegateExecution execution) {
        return guests.get(RemovalModel.guest(execution)).state() == GuestState.DELETED;
    }

    /** Whether an administrator wants what was refused to be tried again. */
    public boolean isTriedAgain(DelegateExecution execution) {
        return restorations.current(RemovalModel.guest(execution)).isPresent();
    }
}
