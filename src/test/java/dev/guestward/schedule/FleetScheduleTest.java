package dev.guestward.schedule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.guestward.platform.PlatformTest;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import javax.sql.DataSource;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.quartz.Scheduler;
import org.quartz.SchedulerMetaData;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.beans.factory.support.StaticListableBeanFactory;
import org.springframework.boot.autoconfigure.quartz.QuartzProperties;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.scheduling.quartz.SchedulerFactoryBean;

/** How the schedule is set up; {@code TwoNodesTest} shows it at work. */
class FleetScheduleTest extends PlatformTest {
    private static final int READERS = 12;

    @Autowired
    Scheduler scheduler;

    @Autowired
    QuartzProperties quartz;

    @Autowired
    @Qualifier("scheduleDataSource")
    DataSource tables;

    @Autowired
    JdbcClient db;

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

    @Test
    void aJobThatCouldNotBeStartedRunsAgain() throws Exception {
        AtomicInteger runs = new AtomicInteger();
        FleetJob sweep = job("sweep", Duration.ofSeconds(1), runs::incrementAndGet);
        try (Own own = new Own(List.of(sweep))) {
            own.schedule.start();
            Awaitility.await().atMost(Duration.ofSeconds(30)).until(() -> runs.get() > 0);
            own.scheduler.standby();
            Awaitility.await()
                    .atMost(Duration.ofSeconds(30))
                    .until(() -> db.sql("update qrtz_triggers set trigger_state = 'ERROR' where sched_name = ?"
                                            + " and trigger_state = 'WAITING'")
                                    .param(Own.NAME)
                                    .update()
                            == 1);
            int before = runs.get();
            ScheduleWatch watch = new ScheduleWatch(
                    own.scheduler,
                    List.of(sweep),
                    new ScheduleSettings(true),
                    Clock.systemUTC()); // by which the schedule runs

            own.schedule.start();
            watch.look();

            Awaitility.await().atMost(Duration.ofSeconds(30)).until(() -> runs.get() > before + 1);
            watch.look();
            assertThat(watch.age(sweep)).isBetween(0.0, 60.0);
        }
    }

    @Test
    void jobsThatWaitForTheDirectoryKeepNoOtherFromStarting() throws Exception {
        CountDownLatch directory = new CountDownLatch(1);
        CountDownLatch waiting = new CountDownLatch(READERS);
        AtomicInteger runs = new AtomicInteger();
        List<FleetJob> all = new ArrayList<>(List.of(job("ends", Duration.ofSeconds(1), runs::incrementAndGet)));
        for (int n = 0; n < READERS; n++) {
            all.add(job("reader-" + n, Duration.ofSeconds(1), () -> {
                waiting.countDown();
                await(directory);
            }));
        }
        try (Own own = new Own(all)) {
            own.schedule.start();
            Awaitility.await().atMost(Duration.ofSeconds(60)).until(() -> waiting.getCount() <= READERS - 4);
            int before = runs.get();

            Awaitility.await().atMost(Duration.ofSeconds(30)).until(() -> runs.get() > before + 1);
        } finally {
            directory.countDown();
        }
    }

    @Test
    void everyJobHasAThread() {
        List<FleetJob> tooMany = IntStream.range(0, 200)
                .mapToObj(n -> job("job-" + n, Duration.ofMinutes(5)))
                .toList();

        assertThatThrownBy(() -> new FleetSchedule(scheduler, tooMany, new ScheduleSettings(true)))
                .hasMessageContaining("threadCount");
    }

    /** A schedule like the product's, in the same tables under another name. */
    private final class Own implements AutoCloseable {
        static final String NAME = "fleet-schedule-test";

        final Scheduler scheduler;
        final FleetSchedule schedule;
        private final SchedulerFactoryBean factory = new SchedulerFactoryBean();

        Own(List<FleetJob> jobs) throws Exception {
            Map<String, Object> beans = new LinkedHashMap<>();
            jobs.forEach(job -> beans.put(job.name(), job));
            ObjectProvider<FleetJob> known = new StaticListableBeanFactory(beans).getBeanProvider(FleetJob.class);
            Properties same = new Properties();
            same.putAll(quartz.getProperties());
            factory.setSchedulerName(NAME);
            factory.setDataSource(tables);
            factory.setQuartzProperties(same);
            factory.setJobFactory((bundle, by) -> new FleetJobRunner(known, new SimpleMeterRegistry()));
            factory.afterPropertiesSet();
            scheduler = Objects.requireNonNull(factory.getObject());
            scheduler.clear();
            schedule = new FleetSchedule(scheduler, jobs, new ScheduleSettings(true));
        }

        @Override
        public void close() throws Exception {
            scheduler.standby();
            scheduler.clear();
            factory.destroy();
        }
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static FleetJob job(String name, Duration every) {
        return job(name, every, () -> {});
    }

    private static FleetJob job(String name, Duration every, Runnable run) {
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
            public void run() {
                run.run();
            }
        };
    }
}
