package dev.guestward.platform.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.guestward.embedded.SeedPeople;
import dev.guestward.platform.PlatformTest;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.camunda.bpm.engine.FilterService;
import org.camunda.bpm.engine.filter.Filter;
import org.camunda.bpm.engine.task.Task;
import org.camunda.bpm.engine.task.TaskQuery;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;

/**
 * CVE-2026-109432. The cure is {@link Expressions}: with the engine's own expressions, each of the harmless ones below
 * is evaluated and finds the task. What stands before it at the door is in {@code WebappDoorTest}.
 */
class QueryExpressionsTest extends PlatformTest {
    private static final String HARMLESS = "${'" + SeedPeople.AMARA.id() + "'.toLowerCase()}";

    @Autowired
    FilterService filters;

    @Test
    void expressionsInsideOrAreNotEvaluated() {
        taskOf(SeedPeople.AMARA);

        refused(() -> nested().list());
        refused(() -> nested().count());
    }

    @Test
    void expressionsAreNotEvaluatedWhenTheyExtendAFilter() {
        taskOf(SeedPeople.AMARA);
        Filter all = filters.saveFilter(filters.newTaskFilter("all").setQuery(tasks.createTaskQuery()));
        try {
            refused(() -> filters.list(all.getId(), nested()));
            refused(() -> filters.count(all.getId(), nested()));
        } finally {
            filters.deleteFilter(all.getId());
        }
    }

    @Test
    void storedFiltersDoNotEvaluateThemEither() {
        taskOf(SeedPeople.AMARA);
        Filter plain = filters.saveFilter(
                filters.newTaskFilter("plain").setQuery(tasks.createTaskQuery().taskAssigneeExpression(HARMLESS)));
        Filter nested = filters.saveFilter(filters.newTaskFilter("nested").setQuery(nested()));
        try {
            refused(() -> filters.list(plain.getId()));
            refused(() -> filters.list(nested.getId()));
            refused(() -> filters.count(nested.getId()));
        } finally {
            filters.deleteFilter(plain.getId());
            filters.deleteFilter(nested.getId());
        }
    }

    private TaskQuery nested() {
        return tasks.createTaskQuery().or().taskAssigneeExpression(HARMLESS).endOr();
    }

    private static void refused(ThrowingCallable query) {
        assertThatThrownBy(query).rootCause().hasMessageContaining("the current user and the current time only");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "${currentUser().getClass()}",
                "${currentUser().class}",
                "${dateTime().getClass().getClassLoader()}",
                "${dateTime().toDate().getClass().forName('java.lang.Runtime')}",
                "${people}",
                "#{1+1}",
                "${currentUser()}${1+1}"
            })
    void nothingButTheUserAndTheTimeIsReachable(String expression) {
        refused(() -> tasks.createTaskQuery()
                .or()
                .taskAssigneeExpression(expression)
                .endOr()
                .list());
    }

    @Test
    void theUserAndTheTimeStillAre() {
        String mine = taskOf(SeedPeople.AMARA).getId();

        as(SeedPeople.AMARA, () -> {
            assertThat(tasks.createTaskQuery()
                            .or()
                            .taskAssigneeExpression("${currentUser()}")
                            .endOr()
                            .list())
                    .extracting(Task::getId)
                    .contains(mine);
            assertThat(tasks.createTaskQuery()
                            .or()
                            .taskCreatedAfterExpression("${dateTime().minusDays(3).plusHours(2)}")
                            .endOr()
                            .list())
                    .extracting(Task::getId)
                    .contains(mine);
            assertThat(tasks.createTaskQuery()
                            .or()
                            .taskCreatedAfterExpression("${dateTime().plusHours(2)}")
                            .endOr()
                            .count())
                    .isZero();
        });
    }
}
