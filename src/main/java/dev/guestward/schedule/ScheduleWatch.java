package dev.guestward.schedule;

import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.quartz.JobKey;
import org.quartz.Scheduler;
import org.quartz.SchedulerException;
import org.quartz.Trigger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * Looks whether fleet jobs still run. One that Quartz could not start once, for want of memory for example, it would never start
 * again, on no node and after no restart.
 */
@Component
class ScheduleWatch {
    private static final Logger log = LoggerFactory.getLogger(ScheduleWatch.class);

    private final Scheduler scheduler;
    private final List<FleetJob> jobs;
    private final ScheduleSettings settings;
    private final Clock clock;
    private final Map<String, Long> begun = new ConcurrentHashMap<>();

    ScheduleWatch(Scheduler scheduler, List<FleetJob> jobs, ScheduleSettings settings, Clock clock) {
        this.scheduler = scheduler;
        this.jobs = List.copyOf(jobs);
        this.settings = settings;
        this.clock = clock;
    }

    List<FleetJob> jobs() {
        return jobs;
    }

    /** @return 0, so that the next look comes after a pause */
    int look() {
        if (settings.enabled()) {
            jobs.forEach(this::look);
        }
        return 0;
    }

    private void look(FleetJob job) {
        try {
            for (Trigger trigger : scheduler.getTriggersOfJob(new JobKey(job.name(), FleetSchedule.GROUP))) {
                if (scheduler.getTriggerState(trigger.getKey()) == Trigger.TriggerState.ERROR) {
                    scheduler.resetTriggerFromErrorState(trigger.getKey());
                    log.error("Fleet job {} stood still because it could not be started; it runs again", job.name());
                }
                if (trigger.getPreviousFireTime() != null) {
                    begun.merge(job.name(), trigger.getPreviousFireTime().getTime(), Math::max);
                }
            }
        } catch (SchedulerException e) {
            log.warn("Whether fleet job {} still runs cannot be told now", job.name(), e);
        }
    }

    /** Since when no run has begun, on whichever node, in seconds; not a number before the first one. */
    double age(FleetJob job) {
        Long at = begun.get(job.name());
        return at == null ? Double.NaN : (clock.millis() - at) / 1000.0;
    }
}
