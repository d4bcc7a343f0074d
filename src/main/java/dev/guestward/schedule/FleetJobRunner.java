package dev.guestward.schedule;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import org.quartz.DisallowConcurrentExecution;
import org.quartz.Job;
import org.quartz.JobExecutionContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.ObjectProvider;

/** Runs the fleet job that has the name of the Quartz job. Its class name is stored in the database. */
@DisallowConcurrentExecution
class FleetJobRunner implements Job {
    private static final Logger log = LoggerFactory.getLogger(FleetJobRunner.class);

    private final ObjectProvider<FleetJob> jobs;
    private final MeterRegistry meters;

    FleetJobRunner(ObjectProvider<FleetJob> jobs, MeterRegistry meters) {
        this.jobs = jobs;
        this.meters = meters;
    }

    @Override
    public void execute(JobExecutionContext context) {
        String name = context.getJobDetail().getKey().getName();
        jobs.stream()
                .filter(job -> job.name().equals(name))
                .findFirst()
                .ifPresentOrElse(
                        this::run,
                        // while versions roll over, a node may be asked for a job that only the other version has
                        () -> log.info("Fleet job {} is not known to this node", name));
    }

    private void run(FleetJob job) {
        Timer.Sample sample = Timer.start(meters);
        String outcome = "failed";
        try {
            job.run();
            outcome = "done";
        } catch (RuntimeException e) { // whatever it is, the next run is the remedy
            log.error("Fleet job {} failed; it runs again in {}", job.name(), job.every(), e);
        } finally {
            sample.stop(meters.timer("guestward.schedule.runs", "job", job.name(), "outcome", outcome));
        }
    }
}
