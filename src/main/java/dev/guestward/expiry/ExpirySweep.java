package dev.guestward.expiry;

import dev.guestward.audit.Actor;
import dev.guestward.guest.GuestId;
import dev.guestward.mode.Mode;
import dev.guestward.mode.Workflow;
import dev.guestward.problem.Conflict;
import dev.guestward.removal.Cause;
import dev.guestward.removal.Removal;
import dev.guestward.removal.RemovalSearch;
import dev.guestward.removal.RemovalSearch.Overdue;
import dev.guestward.removal.RemovalSearch.PastEnd;
import dev.guestward.removal.RemovalWorkflow;
import dev.guestward.removal.Removals;
import dev.guestward.schedule.FleetJob;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * The backstop: whoever is past the end of access is removed, whatever has become of the workflows. The block is wished for
 * here, under the key that the workflow uses, so that it leaves even if the engine does nothing at all; the workflow does
 * the rest, and gets started later where that was not possible.
 */
@Component
public class ExpirySweep implements FleetJob {
    private static final Logger log = LoggerFactory.getLogger(ExpirySweep.class);
    private static final Actor ACTOR = Actor.schedule("expiry-sweep");
    private static final int CHUNK = 200;
    private static final int MOST_STUCK = 1000;

    /** So long a workflow has for its own step. */
    private static final Duration PATIENCE = Duration.ofMinutes(5);

    /** Beyond this the sweep has not done what it is for. */
    private static final Duration LATE = Duration.ofMinutes(10);

    private final RemovalSearch search;
    private final Removals removals;
    private final RemovalWorkflow workflow;
    private final Mode mode;
    private final TransactionTemplate transaction;
    private final Clock clock;

    ExpirySweep(
            RemovalSearch search,
            Removals removals,
            RemovalWorkflow workflow,
            Mode mode,
            PlatformTransactionManager transactions,
            Clock clock) {
        this.search = search;
        this.removals = removals;
        this.workflow = workflow;
        this.mode = mode;
        this.transaction = new TransactionTemplate(transactions);
        this.clock = clock;
    }

    @Override
    public String name() {
        return "expiry-sweep";
    }

    @Override
    public Duration every() {
        return Duration.ofMinutes(5);
    }

    @Override
    public boolean atStart() {
        return true;
    }

    @Override
    public void run() {
        int opened = removeWhoIsPastTheEnd();
        int helped = helpStuckRemovals();
        if (opened + helped > 0) {
            log.info("{} guests past their end are being removed, {} stuck removals helped on", opened, helped);
        }
        Overdue overdue = overdue();
        if (overdue.forNothing() > 0) {
            log.warn("{} guests have access more than {} past their end", overdue.forNothing(), LATE);
        }
    }

    /** Who has access longer after the end than the sweep should let happen. In report-only mode nobody counts. */
    Overdue overdue() {
        return mode.reportsOnly(Workflow.EXPIRY)
                ? new Overdue(0, 0)
                : search.overdue(clock.instant().minus(LATE));
    }

    private int removeWhoIsPastTheEnd() {
        int opened = 0;
        PastEnd last = PastEnd.NONE;
        List<PastEnd> page;
        do {
            page = search.pastTheirEnd(clock.instant(), last, CHUNK, mode.reportsOnly(Workflow.EXPIRY));
            if (!page.isEmpty()) {
                opened += remove(page);
                last = page.get(page.size() - 1);
            }
        } while (page.size() == CHUNK);
        return opened;
    }

    private int remove(List<PastEnd> page) {
        try {
            transaction.executeWithoutResult(status -> page.forEach(one -> remove(one.guest(), true)));
            return page.size();
        } catch (RuntimeException e) {
            log.debug("A chunk of expired guests failed; each is tried alone", e);
        }
        return (int) page.stream().filter(one -> removeAlone(one.guest())).count();
    }

    private boolean removeAlone(GuestId guest) {
        try {
            transaction.executeWithoutResult(status -> remove(guest, true));
            return true;
        } catch (Conflict e) {
            log.debug("Guest {} is looked after by somebody else", guest);
            return false;
        } catch (RuntimeException e) {
            log.warn(
                    "No removal workflow could be started for guest {} ({}): the block goes without it",
                    guest,
                    e.getClass().getSimpleName());
        }
        return tried(guest, () -> remove(guest, false));
    }

    private void remove(GuestId guest, boolean withWorkflow) {
        Removal removal = removals.open(new Removals.Request(guest, Cause.EXPIRY, ACTOR, null, false));
        removals.planBlock(removal, null);
        if (withWorkflow) {
            workflow.start(guest);
        }
    }

    private int helpStuckRemovals() {
        int helped = 0;
        for (Removal removal : search.stuckSince(clock.instant().minus(PATIENCE), MOST_STUCK)) {
            GuestId guest = removal.guest();
            if (removal.blockSentAt() == null && removal.blockedAt() == null && tried(guest, () -> block(guest))) {
                helped++;
            }
            if (!workflow.isRunning(guest) && tried(guest, () -> restart(guest))) {
                helped++;
            }
        }
        return helped;
    }

    /** Looks again with the guest's row taken: it may have been called off meanwhile. */
    private void block(GuestId guest) {
        removals.currentLocked(guest).ifPresent(removal -> removals.planBlock(removal, null));
    }

    private void restart(GuestId guest) {
        removals.currentLocked(guest).ifPresent(removal -> workflow.start(guest));
    }

    private boolean tried(GuestId guest, Runnable act) {
        try {
            transaction.executeWithoutResult(status -> act.run());
            return true;
        } catch (RuntimeException e) {
            log.warn(
                    "The removal of guest {} does not get on: {}",
                    guest,
                    e.getClass().getSimpleName());
            return false;
        }
    }
}
