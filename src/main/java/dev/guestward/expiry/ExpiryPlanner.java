package dev.guestward.expiry;

import dev.guestward.expiry.ExpiryPlans.ComingEnd;
import dev.guestward.guest.GuestId;
import dev.guestward.schedule.FleetJob;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** Has ends announced that come near, and stops announcing those that were moved without our hearing of it. */
@Component
public class ExpiryPlanner implements FleetJob {
    private static final Logger log = LoggerFactory.getLogger(ExpiryPlanner.class);
    private static final int CHUNK = 200;

    private final ExpiryPlans plans;
    private final ExpiryWorkflow workflow;
    private final ExpirySettings settings;
    private final WarningTimes times;
    private final TransactionTemplate transaction;
    private final Clock clock;

    ExpiryPlanner(
            ExpiryPlans plans,
            ExpiryWorkflow workflow,
            ExpirySettings settings,
            WarningTimes times,
            PlatformTransactionManager transactions,
            Clock clock) {
        this.plans = plans;
        this.workflow = workflow;
        this.settings = settings;
        this.times = times;
        this.transaction = new TransactionTemplate(transactions);
        this.clock = clock;
    }

    @Override
    public String name() {
        return "expiry-planner";
    }

    @Override
    public Duration every() {
        return Duration.ofMinutes(15);
    }

    @Override
    public boolean atStart() {
        return true;
    }

    @Override
    public void run() {
        for (GuestId guest : plans.outdated(CHUNK)) {
            tried(guest, () -> {
                plans.over(guest);
                workflow.endMoved(guest);
            });
        }
        Instant now = clock.instant();
        Instant until = times.reach(now, settings);
        ComingEnd last = ComingEnd.NONE;
        List<ComingEnd> page;
        do {
            page = plans.unplanned(until, last, CHUNK);
            if (!page.isEmpty()) {
                plan(page.stream()
                        .filter(one -> !times.first(one.end(), settings).isAfter(now))
                        .toList());
                last = page.get(page.size() - 1);
            }
        } while (page.size() == CHUNK);
    }

    private void plan(List<ComingEnd> page) {
        try {
            transaction.executeWithoutResult(status -> page.forEach(this::plan));
        } catch (RuntimeException e) {
            log.debug("A chunk of coming ends failed; each is tried alone", e);
            page.forEach(one -> tried(one.guest(), () -> plan(one)));
        }
    }

    private void plan(ComingEnd coming) {
        if (plans.begin(coming)) {
            workflow.start(coming.guest(), coming.end());
        }
    }

    private void tried(GuestId guest, Runnable act) {
        try {
            transaction.executeWithoutResult(status -> act.run());
        } catch (RuntimeException e) {
            log.warn(
                    "The end of guest {} cannot be announced now: {}",
                    guest,
                    e.getClass().getSimpleName());
        }
    }
}
