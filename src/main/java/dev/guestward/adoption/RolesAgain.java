package dev.guestward.adoption;

import dev.guestward.mode.Mode;
import dev.guestward.schedule.FleetJob;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * Has found guests who hold a directory role looked at once more: taking a role away is no change of the user, so the feed
 * does not tell of it. The next adoption sweep reads what they hold now.
 */
@Component
class RolesAgain implements FleetJob {
    private static final Logger log = LoggerFactory.getLogger(RolesAgain.class);

    private final FoundGuestTable table;
    private final AdoptionState state;
    private final Mode mode;

    RolesAgain(FoundGuestTable table, AdoptionState state, Mode mode) {
        this.table = table;
        this.state = state;
        this.mode = mode;
    }

    @Override
    public String name() {
        return "adoption-roles";
    }

    @Override
    public Duration every() {
        return Duration.ofDays(1);
    }

    @Override
    public void run() {
        // without adoption nobody reads what they hold, and they would look free until somebody does
        if (!state.adopts() || mode.reportsOnly()) {
            return;
        }
        int asked = table.askAboutRolesAgain();
        if (asked > 0) {
            log.info("{} found guests held a directory role; they are looked at again", asked);
        }
    }
}
