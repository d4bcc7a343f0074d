package dev.guestward.schedule;

import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.quartz.JobBuilder;
import org.quartz.JobDetail;
import org.quartz.JobKey;
import org.quartz.ObjectAlreadyExistsException;
import org.quartz.Scheduler;
import org.quartz.SchedulerException;
import org.quartz.SimpleScheduleBuilder;
import org.quartz.SimpleTrigger;
import org.quartz.Trigger;
import org.quartz.TriggerBuilder;
import org.quartz.TriggerKey;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;

/** Brings the stored schedule in line with the jobs of this version, and starts it once the product is ready. */
@Component
class FleetSchedule {
    private static final Logger log = LoggerFactory.getLogger(FleetSchedule.class);
    static final String GROUP = "fleet";

    private final Scheduler scheduler;
    private final List<FleetJob> jobs;
    private final ScheduleSettings settings;

    FleetSchedule(Scheduler scheduler, List<FleetJob> jobs, ScheduleSettings settings) throws SchedulerException {
        this.scheduler = scheduler;
        this.jobs = jobs;
        this.settings = settings;
        if (jobs.size() > scheduler.getMetaData().getThreadPoolSize()) {
            throw new IllegalStateException(
                    "spring.quartz.properties.org.quartz.threadPool.threadCount must be at least " + jobs.size()
                            + ": no fleet job may wait for another");
        }
        Set<String> names = new HashSet<>();
        for (FleetJob job : jobs) {
            if (!names.add(job.name())) {
                throw new IllegalStateException("two fleet jobs are called " + job.name());
            }
            if (job.every().compareTo(Duration.ofSeconds(1)) < 0) {
                throw new IllegalStateException(
                        "fleet job " + job.name() + " must not run more often than every second");
            }
        }
    }

    @EventListener(ApplicationReadyEvent.class)
    void start() throws SchedulerException {
        if (!settings.enabled()) {
            log.info("Fleet jobs are switched off on this node");
            return;
        }
        for (FleetJob job : jobs) {
            schedule(job);
        }
        scheduler.start();
        for (FleetJob job : jobs) {
            if (job.atStart()) {
                scheduler.triggerJob(new JobKey(job.name(), GROUP));
            }
        }
    }

    private void schedule(FleetJob job) throws SchedulerException {
        JobDetail detail = JobBuilder.newJob(FleetJobRunner.class)
                .withIdentity(new JobKey(job.name(), GROUP))
                .storeDurably()
                .build();
        scheduler.addJob(detail, true);
        TriggerKey key = new TriggerKey(job.name(), GROUP);
        Trigger stored = scheduler.getTrigger(key);
        Trigger wanted = trigger(job, key, detail);
        if (stored == null) {
            try {
                scheduler.scheduleJob(wanted);
            } catch (ObjectAlreadyExistsException e) {
                log.debug("Another node has scheduled {} meanwhile", job.name(), e);
            }
        } else if (!(stored instanceof SimpleTrigger simple)
                || simple.getRepeatInterval() != job.every().toMillis()) {
            scheduler.rescheduleJob(key, wanted);
            log.info("Fleet job {} now runs every {}", job.name(), job.every());
        }
    }

    private static Trigger trigger(FleetJob job, TriggerKey key, JobDetail detail) {
        return TriggerBuilder.newTrigger()
                .withIdentity(key)
                .forJob(detail)
                .startNow()
                .withSchedule(SimpleScheduleBuilder.simpleSchedule()
                        .withIntervalInMilliseconds(job.every().toMillis())
                        .repeatForever()
                        .withMisfireHandlingInstructionFireNow())
                .build();
    }
}
