package dev.guestward.directory.process;

import dev.guestward.directory.DirectoryUnavailable;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.camunda.bpm.engine.ExternalTaskService;
import org.camunda.bpm.engine.externaltask.ExternalTaskQueryBuilder;
import org.camunda.bpm.engine.externaltask.LockedExternalTask;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.core.annotation.AnnotationUtils;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Fetches tasks {@code directory.*}, most urgent first, lets their handlers work and settles the result.
 *
 * <p>A task that is late for another attempt keeps its retries: the pause is the retry timeout. What the engine gets to
 * see of an error is a class name, because messages may name people.
 */
@Component
public class DirectoryTaskWorker {
    private static final Logger log = LoggerFactory.getLogger(DirectoryTaskWorker.class);
    private static final Duration PAUSE_AFTER_ERROR = Duration.ofSeconds(30);
    private static final int ATTEMPTS_BEFORE_INCIDENT = 5;

    private final ExternalTaskService tasks;
    private final TransactionTemplate transaction;
    private final DirectoryWorkerSettings settings;
    private final Map<String, DirectoryTaskHandler> handlers = new HashMap<>();
    private final String workerId = "directory-" + UUID.randomUUID();

    DirectoryTaskWorker(
            ExternalTaskService tasks,
            PlatformTransactionManager transactions,
            DirectoryWorkerSettings settings,
            List<DirectoryTaskHandler> handlers) {
        this.tasks = tasks;
        this.transaction = new TransactionTemplate(transactions);
        this.settings = settings;
        for (DirectoryTaskHandler handler : handlers) {
            DirectoryTask topic = AnnotationUtils.findAnnotation(handler.getClass(), DirectoryTask.class);
            if (topic == null) {
                throw new IllegalStateException(handler.getClass() + " lacks @DirectoryTask");
            }
            this.handlers.put(topic.value(), handler);
        }
    }

    /**
     * Works on what is due now.
     *
     * @return how many tasks were attempted
     */
    public int runOnce() {
        if (handlers.isEmpty()) {
            return 0;
        }
        ExternalTaskQueryBuilder query = tasks.fetchAndLock(settings.batch(), workerId, true);
        for (String topic : handlers.keySet()) {
            query = query.topic(topic, settings.lock().toMillis()).variables(List.of());
        }
        List<LockedExternalTask> locked = query.execute();
        locked.forEach(this::attempt);
        return locked.size();
    }

    private void attempt(LockedExternalTask task) {
        DirectoryTaskHandler handler = handlers.get(task.getTopicName());
        if (handler == null || task.getBusinessKey() == null) {
            tasks.handleFailure(task.getId(), workerId, "No handler or no business key", 0, 0);
            return;
        }
        try {
            settle(
                    task,
                    handler.handle(new LockedDirectoryTask(
                            task.getId(), task.getActivityInstanceId(), task.getBusinessKey())));
        } catch (DirectoryUnavailable e) {
            log.warn("Task {} for guest {} waits: {}", task.getTopicName(), task.getBusinessKey(), e.getMessage());
            later(task, e.retryAfter(), "The directory is not available");
        } catch (RuntimeException e) {
            // whatever a handler throws must not stop the worker, and the task must not stay locked
            failed(task, e);
        }
    }

    private void settle(LockedExternalTask task, Outcome outcome) {
        if (outcome instanceof Outcome.Completed completed) {
            transaction.executeWithoutResult(status -> {
                completed.records().run();
                tasks.complete(task.getId(), workerId, completed.variables());
            });
        } else if (outcome instanceof Outcome.Refused refused) {
            transaction.executeWithoutResult(status -> {
                refused.records().run();
                tasks.handleBpmnError(task.getId(), workerId, refused.errorCode());
            });
        } else if (outcome instanceof Outcome.Later later) {
            later(task, later.pause(), later.why());
        }
    }

    private void later(LockedExternalTask task, Duration pause, String why) {
        int retries = task.getRetries() == null ? ATTEMPTS_BEFORE_INCIDENT : Math.max(task.getRetries(), 1);
        tasks.handleFailure(task.getId(), workerId, why, retries, pause.toMillis());
    }

    private void failed(LockedExternalTask task, RuntimeException e) {
        int left = (task.getRetries() == null ? ATTEMPTS_BEFORE_INCIDENT : task.getRetries()) - 1;
        log.error("Task {} for guest {} failed, {} attempts left", task.getTopicName(), task.getBusinessKey(), left, e);
        try {
            tasks.handleFailure(
                    task.getId(),
                    workerId,
                    e.getClass().getSimpleName(),
                    Math.max(left, 0),
                    PAUSE_AFTER_ERROR.toMillis());
        } catch (RuntimeException lost) {
            // the lock has gone to another node or the database is away: the task comes back when the lock ends
            log.warn("Task {} is no longer ours", task.getId());
        }
    }
}
