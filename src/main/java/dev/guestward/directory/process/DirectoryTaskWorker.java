package dev.guestward.directory.process;

import dev.guestward.directory.gateway.EffectSettled;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.camunda.bpm.engine.BadUserRequestException;
import org.camunda.bpm.engine.ExternalTaskService;
import org.camunda.bpm.engine.OptimisticLockingException;
import org.camunda.bpm.engine.ProcessEngineException;
import org.camunda.bpm.engine.exception.NotFoundException;
import org.camunda.bpm.engine.exception.NullValueException;
import org.camunda.bpm.engine.externaltask.ExternalTask;
import org.camunda.bpm.engine.externaltask.ExternalTaskQueryBuilder;
import org.camunda.bpm.engine.externaltask.LockedExternalTask;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.event.EventListener;
import org.springframework.core.annotation.AnnotationUtils;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Fetches tasks {@code directory.*}, most urgent first, lets their handlers plan effects, and finishes a task once its
 * effects are settled. It makes no call to the directory and decides nothing by a task's state.
 *
 * <p>A task whose effects are not settled keeps its retries and rests. What the engine gets to see of an error names the
 * guest's id and the step, never a person: messages of exceptions may.
 */
@Component
public class DirectoryTaskWorker {
    private static final Logger log = LoggerFactory.getLogger(DirectoryTaskWorker.class);
    private static final Duration PAUSE_AFTER_ERROR = Duration.ofSeconds(30);
    private static final int ATTEMPTS_BEFORE_INCIDENT = 5;
    private static final int ATTEMPTS_TO_WAKE = 5;
    private static final String WAITS = "Waits for the directory";

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

    /** A task in hand. */
    private record Held(
            String id, String topic, String step, String businessKey, int retries, LockedDirectoryTask task) {
        static Held of(LockedExternalTask task) {
            return of(
                    task.getId(),
                    task.getTopicName(),
                    task.getActivityId(),
                    task.getActivityInstanceId(),
                    task.getBusinessKey(),
                    task.getRetries(),
                    task.getPriority());
        }

        static Held of(ExternalTask task) {
            return of(
                    task.getId(),
                    task.getTopicName(),
                    task.getActivityId(),
                    task.getActivityInstanceId(),
                    task.getBusinessKey(),
                    task.getRetries(),
                    task.getPriority());
        }

        private static Held of(
                String id,
                String topic,
                String activity,
                String instance,
                @org.jspecify.annotations.Nullable String businessKey,
                @org.jspecify.annotations.Nullable Integer retries,
                long priority) {
            String key = businessKey == null ? "" : businessKey;
            return new Held(
                    id,
                    topic,
                    activity,
                    key,
                    retries == null ? ATTEMPTS_BEFORE_INCIDENT : retries,
                    new LockedDirectoryTask(id, instance, key, priority));
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
        locked.forEach(task -> attempt(Held.of(task)));
        return locked.size();
    }

    /** An effect is settled: the task that waits for it may go on. */
    @EventListener
    void settled(EffectSettled event) {
        // a task that is just now being laid to rest must not sleep through this
        for (int time = 0; time < ATTEMPTS_TO_WAKE && !woken(event); time++) {
            log.debug("Task {} is being moved by somebody else", event.taskId());
        }
    }

    /** @return false if somebody else moved the task meanwhile */
    private boolean woken(EffectSettled event) {
        try {
            // it rests, or another node is just now looking at it: then one of the two comes late and changes nothing
            tasks.unlock(event.taskId());
            tasks.lock(event.taskId(), workerId, settings.lock().toMillis());
            ExternalTask task = tasks.createExternalTaskQuery()
                    .externalTaskId(event.taskId())
                    .singleResult();
            return task == null || attempt(Held.of(task));
        } catch (OptimisticLockingException late) {
            return false;
        } catch (ProcessEngineException gone) {
            log.info("Effect {} is settled, but its task is gone", event.effect());
            return true;
        }
    }

    /** @return false if somebody else moved the task meanwhile, and nothing of this attempt counts */
    private boolean attempt(Held held) {
        DirectoryTaskHandler handler = handlers.get(held.topic());
        if (handler == null || held.businessKey().isEmpty()) {
            tasks.handleFailure(held.id(), workerId, held.step() + ": no handler or no business key", 0, 0);
            return true;
        }
        try {
            settle(held, handler.handle(held.task()));
        } catch (NotFoundException gone) {
            log.info("{} for guest {} went on elsewhere", held.step(), held.businessKey());
        } catch (OptimisticLockingException | BadUserRequestException | NullValueException late) {
            // the engine's ways to say that somebody else has the task now: it loses no attempt and need not rest
            log.info("{} for guest {} was moved by somebody else", held.step(), held.businessKey());
            return false;
        } catch (RuntimeException e) {
            // whatever a handler throws must not stop the worker, and the task must not stay locked
            failed(held, e);
        }
        return true;
    }

    private void settle(Held held, Outcome outcome) {
        if (outcome instanceof Outcome.Completed completed) {
            transaction.executeWithoutResult(status -> {
                completed.records().run();
                tasks.complete(held.id(), workerId, completed.variables());
            });
        } else if (outcome instanceof Outcome.Refused refused) {
            transaction.executeWithoutResult(status -> {
                refused.records().run();
                tasks.handleBpmnError(held.id(), workerId, refused.errorCode());
            });
        } else if (outcome instanceof Outcome.Waiting waiting) {
            rest(held, waiting.pause());
        }
    }

    private void rest(Held held, Duration pause) {
        try {
            tasks.handleFailure(held.id(), workerId, WAITS, Math.max(held.retries(), 1), pause.toMillis());
        } catch (ProcessEngineException gone) {
            log.debug("Task {} has gone on", held.id());
        }
    }

    private void failed(Held held, RuntimeException e) {
        int left = held.retries() - 1;
        log.error("{} for guest {} failed, {} attempts left", held.step(), held.businessKey(), left, e);
        try {
            tasks.handleFailure(
                    held.id(),
                    workerId,
                    held.step() + " for guest " + held.businessKey() + ": "
                            + e.getClass().getSimpleName(),
                    Math.max(left, 0),
                    PAUSE_AFTER_ERROR.toMillis());
        } catch (RuntimeException lost) {
            // the lock has gone to another node or the database is away: the task comes back when the lock ends
            log.warn("Task {} is no longer ours", held.id());
        }
    }
}
