package dev.guestward.schedule;

import org.quartz.JobKey;
import org.quartz.Scheduler;
import org.quartz.SchedulerException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/** By Quartz, on whichever node it chooses. */
@Component
class QuartzTrigger implements FleetTrigger {
    private static final Logger log = LoggerFactory.getLogger(QuartzTrigger.class);

    private final Scheduler scheduler;
    private final ScheduleSettings settings;

    QuartzTrigger(Scheduler scheduler, ScheduleSettings settings) {
        this.scheduler = scheduler;
        this.settings = settings;
    }

    @Override
    public void soon(String job) {
        if (!settings.enabled()) {
            return;
        }
        try {
            scheduler.triggerJob(new JobKey(job, FleetSchedule.GROUP));
        } catch (SchedulerException e) {
            log.warn("Fleet job {} could not be run before its time", job, e);
        }
    }
}
