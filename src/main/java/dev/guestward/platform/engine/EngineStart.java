package dev.guestward.platform.engine;

import java.util.Map;
import org.camunda.bpm.engine.FilterService;
import org.camunda.bpm.engine.TaskService;
import org.camunda.bpm.engine.filter.Filter;
import org.camunda.bpm.engine.task.TaskQuery;
import org.camunda.bpm.spring.boot.starter.event.PostDeployEvent;
import org.springframework.context.event.EventListener;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** Writes rights and the shared filter once the models are there; two nodes take turns, and the second finds it done. */
@Component
class EngineStart {
    static final String MY_TASKS = "My tasks";

    /** Any number, the same on all nodes. */
    private static final long LOCK = 0x6775657374776173L;

    private final JdbcClient jdbc;
    private final TransactionTemplate transaction;
    private final FilterService filters;
    private final TaskService tasks;
    private final EngineAuthorizations authorizations;

    EngineStart(
            JdbcClient jdbc,
            PlatformTransactionManager transactions,
            FilterService filters,
            TaskService tasks,
            EngineAuthorizations authorizations) {
        this.jdbc = jdbc;
        this.transaction = new TransactionTemplate(transactions);
        this.filters = filters;
        this.tasks = tasks;
        this.authorizations = authorizations;
    }

    @EventListener(PostDeployEvent.class)
    void prepare() {
        transaction.executeWithoutResult(status -> {
            jdbc.sql("select pg_advisory_xact_lock(:lock)")
                    .param("lock", LOCK)
                    .query((row, n) -> n)
                    .list();
            authorizations.apply(myTasks());
        });
    }

    /** What is mine, and what I or any of my groups may take. Without this filter Tasklist shows people nothing. */
    private String myTasks() {
        TaskQuery query = tasks.createTaskQuery()
                .or()
                .taskAssigneeExpression("${currentUser()}")
                .taskCandidateUserExpression("${currentUser()}")
                .taskCandidateGroupInExpression("${currentUserGroups()}")
                .endOr();
        Filter filter = filters.createTaskFilterQuery().filterName(MY_TASKS).list().stream()
                .filter(stored -> stored.getOwner() == null)
                .findFirst()
                .orElseGet(() -> filters.newTaskFilter(MY_TASKS));
        filter.setQuery(query);
        filter.setProperties(Map.of("description", "Waiting for you", "priority", 0, "refresh", true));
        return filters.saveFilter(filter).getId();
    }
}
