package dev.guestward.review.process;

import dev.guestward.guest.Guests;
import dev.guestward.hospital.WorkingDays;
import dev.guestward.platform.engine.ProcessBean;
import java.time.Clock;
import java.time.Duration;
import java.util.Date;
import org.camunda.bpm.engine.delegate.DelegateExecution;

/** Answers the questions of {@code silence-claim} from our tables. */
@ProcessBean("silenceClaimRoute")
public class SilenceClaimRoute {
    private static final Duration FOLLOW_UP = Duration.ofDays(1);
    private static final Duration DUE = Duration.ofDays(7);

    private final Guests guests;
    private final WorkingDays days;
    private final Clock clock;

    SilenceClaimRoute(Guests guests, WorkingDays days, Clock clock) {
        this.guests = guests;
        this.days = days;
        this.clock = clock;
    }

    public String sponsor(DelegateExecution execution) {
        return guests.get(ClaimModel.guest(execution)).sponsor().value();
    }

    public Date due(DelegateExecution execution) {
        return Date.from(days.notClosed(clock.instant().plus(DUE)));
    }

    public Date followUp(DelegateExecution execution) {
        return Date.from(clock.instant().plus(FOLLOW_UP));
    }
}
