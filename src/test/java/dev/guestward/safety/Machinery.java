package dev.guestward.safety;

import dev.guestward.directory.GuestDirectory;
import dev.guestward.directory.gateway.GatewayNode;
import dev.guestward.embedded.EmbeddedDatabase;
import dev.guestward.schedule.FleetJob;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.camunda.bpm.engine.runtime.Job;
import org.jspecify.annotations.Nullable;

/** Does by hand, at one moment, whatever of the product is due at that moment: engine, worker, two gateways, fleet jobs. */
final class Machinery implements AutoCloseable {
    private static final int NODES = 2;
    private static final int ENDLESS = 5_000;

    /** The database's own cleaning is off, because it comes when it likes; without any, a year ends in years. */
    private static final Duration TIDY_EVERY = Duration.ofDays(45);

    /** What ends access, or follows up what people have done. All else may be late in any case, and is. */
    private static final Set<String> OFTEN =
            Set.of("expiry-sweep", "expiry-planner", "expected-ends", "redeemed-and-waiting");

    private static final Duration SELDOM = Duration.ofHours(6);

    /** Of a tenant that is down nothing is learned by asking every minute of the hours. */
    private static final Duration ASK_AGAIN = Duration.ofMinutes(20);

    private final SimulatedClock clock;
    private final GuestDirectory tenant;
    private final BooleanSupplier isDown;
    private final EmbeddedDatabase.Database database;
    private final List<GatewayNode> nodes = new ArrayList<>();
    private final Map<String, Instant> lastRuns = new HashMap<>();
    private Product product;
    private Instant tidyAt;
    private int kills;
    private int restarts;
    private int failedJobs;
    private long rounds;

    /** @param isDown whether the tenant cannot be reached at all */
    Machinery(SimulatedClock clock, GuestDirectory tenant, BooleanSupplier isDown, EmbeddedDatabase.Database database) {
        this.clock = clock;
        this.tenant = tenant;
        this.isDown = isDown;
        this.database = database;
        this.product = new Product(clock, tenant, database);
        this.tidyAt = clock.instant().plus(TIDY_EVERY);
        newNodes();
    }

    Product product() {
        return product;
    }

    int kills() {
        return kills;
    }

    int restarts() {
        return restarts;
    }

    int failedJobs() {
        return failedJobs;
    }

    long rounds() {
        return rounds;
    }

    /** The product ends and begins anew; what it had in memory is gone. */
    void restart() {
        boolean reportOnly = product.mode.reportsOnly();
        product.close();
        clock.step(Duration.ofSeconds(30));
        product = new Product(clock, tenant, database);
        product.mode.reportOnly(reportOnly);
        lastRuns.clear();
        newNodes();
        restarts++;
    }

    private void newNodes() {
        nodes.clear();
        for (int n = 0; n < NODES; n++) {
            nodes.add(node());
        }
    }

    private GatewayNode node() {
        return GatewayNode.whole(product.context, new GatewayNode.Hook() {});
    }

    /**
     * Works until nothing is due any more: whatever has something due, in this order.
     *
     * @return when something is due next; now if something waits for a pause that is kept in memory
     */
    Optional<Instant> work() {
        tidy();
        fleetJobs();
        for (int round = 0; round < ENDLESS; round++) {
            Due due = due();
            if (due.next().filter(at -> !at.isAfter(clock.instant())).isEmpty()) {
                return due.next();
            }
            rounds++;
            if (round(due) == 0) {
                return due.next();
            }
        }
        throw new IllegalStateException("There is no end to what is due");
    }

    private int round(Due due) {
        Instant now = clock.instant();
        int done = 0;
        if (due.has(due.task(), now)) {
            done += product.worker.runOnce();
        }
        if (due.has(due.snapshot(), now)) {
            done += product.snapshots.runOnce();
        }
        if (due.has(due.job(), now)) {
            done += jobs();
        }
        for (int n = 0; n < NODES && due.has(due.effect(), now); n++) {
            done += gateway(n);
        }
        return done;
    }

    private void tidy() {
        if (!tidyAt.isAfter(clock.instant())) {
            product.db.sql("vacuum analyze").update();
            tidyAt = clock.instant().plus(TIDY_EVERY);
        }
    }

    private void fleetJobs() {
        Instant now = clock.instant();
        for (FleetJob job : product.jobs) {
            Instant last = lastRuns.getOrDefault(job.name(), Instant.MIN);
            Duration every = OFTEN.contains(job.name()) || job.every().compareTo(SELDOM) > 0 ? job.every() : SELDOM;
            if (last.equals(Instant.MIN) || !last.plus(every).isAfter(now)) {
                lastRuns.put(job.name(), now);
                job.run();
            }
        }
    }

    private int gateway(int n) {
        try {
            return nodes.get(n).gateway.runOnce();
        } catch (GatewayNode.Killed dead) {
            kills++;
            nodes.set(n, node());
            return 1;
        }
    }

    private int jobs() {
        List<Job> due = product.engine
                .getManagementService()
                .createJobQuery()
                .executable()
                .withRetriesLeft()
                .active()
                .orderByJobDuedate()
                .asc()
                .orderByJobId()
                .asc()
                .listPage(0, 100);
        due.forEach(this::job);
        return due.size();
    }

    private void job(Job job) {
        try {
            product.engine.getManagementService().executeJob(job.getId());
        } catch (RuntimeException e) {
            boolean gone = product.engine
                            .getManagementService()
                            .createJobQuery()
                            .jobId(job.getId())
                            .count()
                    == 0;
            failedJobs += gone ? 0 : 1;
        }
    }

    /**
     * What is due when, of each kind.
     *
     * @param effect acts, and looks whether the tenant is to be reached again
     */
    private record Due(
            Optional<Instant> job, Optional<Instant> effect, Optional<Instant> task, Optional<Instant> snapshot) {
        Optional<Instant> next() {
            return Stream.of(job, effect, task, snapshot)
                    .flatMap(Optional::stream)
                    .min(Instant::compareTo);
        }

        boolean has(Optional<Instant> kind, Instant now) {
            return kind.filter(at -> !at.isAfter(now)).isPresent();
        }
    }

    /**
     * What only asks again, the act that is held and the task that rests until its effect wakes it, may wait for company; but
     * what is held not beyond the guest's end, when it may pass.
     */
    private Due due() {
        return product.db
                .sql("""
                        select (select min(duedate_) at time zone 'UTC' from act_ru_job
                                where retries_ > 0 and suspension_state_ = 1) as job,
                            least((select min(greatest(due_at, coalesce(leased_until + interval '1 ms', due_at))
                                    + case when exists (select 1 from brake_hold h where h.effect_id = effect.id
                                        and h.second_at is null and h.dropped_at is null and h.over_at is null)
                                        then least(interval '4 hours', coalesce((select g.access_until - due_at from guest g
                                            where g.id = effect.guest_id and g.access_until > due_at), interval '4 hours'))
                                        else interval '0' end)
                                    from effect
                                    where state in ('PLANNED', 'SENT', 'UNKNOWN')
                                    and not exists (select 1 from directory_outage)),
                                (select min(next_probe_at) + :again * interval '1 second' from directory_outage)) as effect,
                            (select min(coalesce(lock_exp_time_ at time zone 'UTC' + interval '4 hours', :now))
                                from act_ru_ext_task
                                where coalesce(retries_, 1) > 0 and suspension_state_ = 1) as task,
                            (select min(snapshot_due_at) + :again * interval '1 second' from removal
                                where snapshot_at is null and blocked_at is not null and ended_at is null) as snapshot""")
                .param("now", Timestamp.from(clock.instant()))
                .param("again", isDown.getAsBoolean() ? ASK_AGAIN.toSeconds() : 0)
                .query((rs, row) -> new Due(
                        time(rs.getTimestamp("job")),
                        time(rs.getTimestamp("effect")),
                        time(rs.getTimestamp("task")),
                        time(rs.getTimestamp("snapshot"))))
                .single();
    }

    private static Optional<Instant> time(@Nullable Timestamp at) {
        return Optional.ofNullable(at).map(Timestamp::toInstant);
    }

    @Override
    public void close() {
        product.close();
    }
}
