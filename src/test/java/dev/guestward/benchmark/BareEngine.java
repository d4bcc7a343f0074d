package dev.guestward.benchmark;

import static org.awaitility.Awaitility.await;

import com.zaxxer.hikari.HikariDataSource;
import dev.guestward.embedded.EmbeddedDatabase;
import dev.guestward.embedded.EmbeddedServices;
import dev.guestward.schedule.PollingLoop;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Predicate;
import org.camunda.bpm.engine.ProcessEngine;
import org.camunda.bpm.engine.ProcessEngineConfiguration;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.ExecutionListener;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.camunda.bpm.engine.externaltask.LockedExternalTask;
import org.camunda.bpm.engine.impl.cfg.StandaloneProcessEngineConfiguration;
import org.camunda.bpm.engine.impl.jobexecutor.DefaultJobExecutor;
import org.camunda.bpm.engine.runtime.Execution;

/** The engine alone with the product's model: every task ends as soon as somebody looks at it. */
final class BareEngine implements AutoCloseable {
    private static final String REDEEMED = "guestward.invitation-redeemed";
    private static final int BATCH = 50;
    private static final Date NEVER = Date.from(Instant.parse("2100-01-01T00:00:00Z"));

    private final HikariDataSource source = new HikariDataSource();
    private final ProcessEngine engine;
    private final List<PollingLoop> loops;

    /** Answers what the model asks on the straight way. */
    public static final class Route {
        public boolean needsOwner(DelegateExecution execution) {
            return false;
        }

        /** Not before the follow-up, and always after it. */
        public boolean isRedeemed(DelegateExecution execution) {
            return "Gateway_HowItEnded".equals(execution.getCurrentActivityId());
        }

        public boolean hasLapsed(DelegateExecution execution) {
            return false;
        }

        public boolean isWithdrawn(DelegateExecution execution) {
            return false;
        }

        /** Long after the guest has redeemed. */
        public Date nextStep(DelegateExecution execution) {
            return NEVER;
        }
    }

    BareEngine() {
        EmbeddedDatabase.Database database = EmbeddedServices.database().create();
        source.setJdbcUrl(database.url());
        source.setUsername(EmbeddedDatabase.OWNER);
        source.setPassword(database.password());
        source.setTransactionIsolation("TRANSACTION_READ_COMMITTED");
        source.setMaximumPoolSize(32);
        StandaloneProcessEngineConfiguration configuration = new StandaloneProcessEngineConfiguration();
        configuration.setProcessEngineName("bare");
        configuration.setDataSource(source);
        configuration.setDatabaseSchemaUpdate(ProcessEngineConfiguration.DB_SCHEMA_UPDATE_TRUE);
        configuration.setHistory(ProcessEngineConfiguration.HISTORY_FULL);
        configuration.setDmnFeelEnableLegacyBehavior(true);
        configuration.setEnsureJobDueDateNotNull(true);
        configuration.setMetricsEnabled(false);
        configuration.setBeans(Map.of(
                "mailRedeemLink",
                (JavaDelegate) execution -> {},
                "beginFollowUp",
                (ExecutionListener) execution -> {},
                "redemptionRoute",
                new Route(),
                "invitationRoute",
                new Route()));
        configuration.setJobExecutor(jobs());
        configuration.setJobExecutorActivate(true);
        engine = configuration.buildProcessEngine();
        engine.getRepositoryService()
                .createDeployment()
                .addClasspathResource("bpmn/invitation/guest-invitation.bpmn")
                .addClasspathResource("bpmn/redemption/redemption-follow-up.bpmn")
                .deploy();
        loops = List.of(
                new PollingLoop("bare-tasks", Duration.ofMillis(50), this::completeTasks),
                new PollingLoop("bare-messages", Duration.ofMillis(50), this::redeem));
        loops.forEach(PollingLoop::start);
    }

    /** As the product's settings have it. */
    private static DefaultJobExecutor jobs() {
        DefaultJobExecutor jobs = new DefaultJobExecutor();
        jobs.setCorePoolSize(8);
        jobs.setMaxPoolSize(8);
        jobs.setQueueSize(16);
        jobs.setMaxJobsPerAcquisition(16);
        jobs.setWaitTimeInMillis(1000);
        jobs.setMaxWait(10_000);
        jobs.setBackoffTimeInMillis(25);
        jobs.setMaxBackoff(400);
        return jobs;
    }

    /** Brings so many instances from the start to the end. @return activities finished */
    long run(int instances) {
        long before = finished();
        for (int n = 0; n < instances; n++) {
            engine.getRuntimeService()
                    .startProcessInstanceByKey(
                            "guest-invitation", UUID.randomUUID().toString());
        }
        await().atMost(Duration.ofMinutes(10))
                .pollInterval(Duration.ofMillis(200))
                .until(
                        () -> engine.getRuntimeService()
                                .createProcessInstanceQuery()
                                .count(),
                        Predicate.isEqual(0L));
        return finished() - before;
    }

    private long finished() {
        return engine.getHistoryService()
                .createHistoricActivityInstanceQuery()
                .finished()
                .count();
    }

    private int completeTasks() {
        List<LockedExternalTask> tasks = engine.getExternalTaskService()
                .fetchAndLock(BATCH, "bare", true)
                .topic("directory.invite", 60_000)
                .topic("directory.grant", 60_000)
                .execute();
        tasks.forEach(task -> engine.getExternalTaskService().complete(task.getId(), "bare"));
        return tasks.size();
    }

    private int redeem() {
        List<Execution> waiting = engine.getRuntimeService()
                .createExecutionQuery()
                .messageEventSubscriptionName(REDEEMED)
                .listPage(0, BATCH);
        waiting.forEach(one -> engine.getRuntimeService().messageEventReceived(REDEEMED, one.getId()));
        return waiting.size();
    }

    @Override
    public void close() {
        loops.forEach(PollingLoop::close);
        engine.close();
        source.close();
    }
}
