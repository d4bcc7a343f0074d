package dev.guestward.invitation;

import dev.guestward.guest.GuestId;
import dev.guestward.guest.Guests;
import dev.guestward.guest.InvitationSteps;
import dev.guestward.schedule.FleetJob;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/**
 * Forgets redeem links that no mail took along: the guest accepted first, or the workflow is over. What the first mail of an
 * invitation still waits for is kept, however old; every later mail does without.
 */
@Component
class RedeemLinkHousekeeping implements FleetJob {
    private static final Logger log = LoggerFactory.getLogger(RedeemLinkHousekeeping.class);

    /** The mail of an address that is being changed comes within minutes of its link. */
    private static final Duration USELESS_AFTER = Duration.ofHours(1);

    private static final Duration OLD_AFTER = Duration.ofDays(1);

    private final RedeemLinks links;
    private final Guests guests;
    private final InvitationSteps steps;
    private final InvitationWorkflow workflow;
    private final Clock clock;

    RedeemLinkHousekeeping(
            RedeemLinks links, Guests guests, InvitationSteps steps, InvitationWorkflow workflow, Clock clock) {
        this.links = links;
        this.guests = guests;
        this.steps = steps;
        this.workflow = workflow;
        this.clock = clock;
    }

    @Override
    public String name() {
        return "redeem-link-housekeeping";
    }

    @Override
    public Duration every() {
        return Duration.ofHours(1);
    }

    @Override
    @Transactional
    public void run() {
        Instant now = clock.instant();
        int forgotten = links.forgetUseless(now.minus(USELESS_AFTER));
        for (GuestId guest : links.receivedBefore(now.minus(OLD_AFTER))) {
            if (!awaitsFirstMail(guest)) {
                links.take(guest);
                forgotten++;
            }
        }
        if (forgotten > 0) {
            log.info("{} redeem links forgotten that no mail took along", forgotten);
        }
    }

    /** The invitation is followed up once it is mailed. */
    private boolean awaitsFirstMail(GuestId guest) {
        return steps.next(guests.get(guest)).isEmpty() && workflow.isUnderWay(guest);
    }
}
