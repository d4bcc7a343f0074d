package dev.guestward.schedule;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.stereotype.Component;

/** When jobs and loops last ran, as figures: one that stands still fails at nothing, and counts nothing. */
@Component
class ScheduleMeters implements MeterBinder {
    private final ScheduleWatch watch;
    private final ObjectProvider<RunningLoops> loops;

    ScheduleMeters(ScheduleWatch watch, ObjectProvider<RunningLoops> loops) {
        this.watch = watch;
        this.loops = loops;
    }

    @Override
    public void bindTo(MeterRegistry meters) {
        for (FleetJob job : watch.jobs()) {
            Gauge.builder("guestward.schedule.age", watch, one -> one.age(job))
                    .description("Since when no run of the fleet job has begun, on whichever node")
                    .baseUnit("seconds")
                    .tag("job", job.name())
                    .register(meters);
            Gauge.builder("guestward.schedule.every", job, one -> one.every().toMillis() / 1000.0)
                    .description("From the start of one run to the start of the next")
                    .baseUnit("seconds")
                    .tag("job", job.name())
                    .register(meters);
        }
        loops.stream()
                .flatMap(running -> running.loops().stream())
                .forEach(loop -> Gauge.builder("guestward.loop.age", loop, PollingLoop::age)
                        .description("Since when the loop has not begun to look for work on this node")
                        .baseUnit("seconds")
                        .tag("loop", loop.name())
                        .register(meters));
    }
}
