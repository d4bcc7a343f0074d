package dev.guestward.schedule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.guestward.platform.PlatformTest;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.quartz.Scheduler;
import org.quartz.SchedulerMetaData;
import org.springframework.beans.factory.annotation.Autowired;

/** How the schedule is set up; {@code TwoNodesTest} shows it at work. */
class FleetScheduleTest extends PlatformTest {
    @Autowired
    Scheduler scheduler;

    @Test
    void itIsSharedByTheNodesThroughTheDatabase() throws Exception {
        SchedulerMetaData schedule = scheduler.getMetaData();

        assertThat(schedule.isJobStoreClustered()).isTrue();
        assertThat(schedule.isJobStoreSupportsPersistence()).isTrue();
        assertThat(schedule.getSchedulerInstanceId()).isNotEqualTo("NON_CLUSTERED");
        assertThat(schedule.isStarted()).as("switched off in tests").isFalse();
    }

    @Test
    void twoJobsOfOneNameAreAMistakeOfOurs() {
        FleetJob job = job("sweep", Duration.ofMinutes(5));

        assertThatThrownBy(() -> new FleetSchedule(scheduler, List.of(job, job), new ScheduleSettings(true)))
                .hasMessageContaining("sweep");
        assertThatThrownBy(() -> new FleetSchedule(
                        scheduler, List.of(job("sweep", Duration.ofMillis(10))), new ScheduleSettings(true)))
                .hasMessageContaining("sweep");
    }

    private static FleetJob job(String name, Duration every) {
        return new FleetJob() {
            @Override
            public String name() {
                return name;
            }

            @Override
            public Duration every() {
                return every;
            }

            @Override
            public void run() {}
        };
    }
}
