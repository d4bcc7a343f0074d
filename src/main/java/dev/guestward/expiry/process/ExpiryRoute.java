package dev.guestward.expiry.process;

import dev.guestward.expiry.ComingEnds;
import dev.guestward.guest.Guests;
import dev.guestward.platform.engine.ProcessBean;
import java.util.Date;
import org.camunda.bpm.engine.delegate.DelegateExecution;

/** Answers the model's questions from our tables. */
@ProcessBean("expiryRoute")
public class ExpiryRoute {
    private final Guests guests;
    private final ComingEnds ends;

    ExpiryRoute(Guests guests, ComingEnds ends) {
        this.guests = guests;
        this.ends = ends;
    }

    public Date end(DelegateExecution execution) {
        return Date.from(ExpiryModel.end(execution));
    }

    public Date lastWarning(DelegateExecution execution) {
        return Date.from(ends.lastWarning(ExpiryModel.end(execution)));
    }

    public String sponsor(DelegateExecution execution) {
        return guests.get(ExpiryModel.guest(execution)).sponsor().value();
    }

    /** Whether the sponsor's answer has moved the end. */
    public boolean isExtended(DelegateExecution execution) {
        return !ends.stands(ExpiryModel.guest(execution), ExpiryModel.end(execution));
    }
}
