package dev.guestward.invitation.process;

import dev.guestward.guest.GuestId;
import dev.guestward.guest.Guests;
import dev.guestward.problem.DatabaseAway;
import dev.guestward.schedule.FleetJob;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/** Comes back to guests who redeemed while their workflow was not waiting for it yet. */
@Component
class RedemptionSweep implements FleetJob {
    private static final Logger log = LoggerFactory.getLogger(RedemptionSweep.class);
    private static final int MOST = 500;

    private final Guests guests;
    private final RedemptionCorrelation correlation;

    RedemptionSweep(Guests guests, RedemptionCorrelation correlation) {
        this.guests = guests;
        this.correlation = correlation;
    }

    @Override
    public String name() {
        return "redeemed-and-waiting";
    }

    @Override
    public Duration every() {
        return Duration.ofMinutes(1);
    }

    @Override
    public void run() {
        for (GuestId guest : guests.redeemedAndWaiting(MOST)) {
            wake(guest);
        }
    }

    private void wake(GuestId guest) {
        try {
            correlation.wake(guest);
        } catch (RuntimeException e) {
            DatabaseAway.rethrow(e);
            // one guest must not keep those who redeemed later from their access
            log.error("The workflow of guest {}, who has redeemed, cannot go on now", guest, e);
        }
    }
}
