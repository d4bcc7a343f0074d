package dev.guestward.platform.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.guestward.embedded.SeedPeople;
import dev.guestward.people.Role;
import dev.guestward.platform.PlatformTest;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.camunda.bpm.engine.AuthorizationException;
import org.camunda.bpm.engine.AuthorizationService;
import org.camunda.bpm.engine.FilterService;
import org.camunda.bpm.engine.RepositoryService;
import org.camunda.bpm.model.bpmn.Bpmn;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/** What the roles may do in the engine, as {@link EngineAuthorizations} writes it. */
class EngineAuthorizationsTest extends PlatformTest {
    @Autowired
    AuthorizationService authorizations;

    @Autowired
    RepositoryService repository;

    @Autowired
    FilterService filters;

    @Autowired
    EngineAuthorizations asConfigured;

    @Autowired
    EngineStart start;

    @AfterEach
    void restore() {
        asConfigured.apply(sharedFilter());
    }

    private String sharedFilter() {
        return filters.createTaskFilterQuery()
                .filterName(EngineStart.MY_TASKS)
                .singleResult()
                .getId();
    }

    @Test
    void nobodyDeploysOrChangesRights() {
        for (var person : SeedPeople.ALL) {
            as(person, () -> {
                assertThatThrownBy(() -> repository
                                .createDeployment()
                                .addModelInstance(
                                        "x.bpmn",
                                        Bpmn.createExecutableProcess("x")
                                                .camundaHistoryTimeToLiveString("P1D")
                                                .startEvent()
                                                .endEvent()
                                                .done())
                                .deploy())
                        .isInstanceOf(AuthorizationException.class);
                assertThatThrownBy(() -> authorizations.saveAuthorization(authorizations.createNewAuthorization(1)))
                        .isInstanceOf(AuthorizationException.class);
            });
        }
    }

    @Test
    void aWorkflowIsStartedByThoseWhoMayAndNotAfterThat() {
        Map<String, Object> variables = Map.of("assignee", SeedPeople.AMARA.id().value(), "group", "owner");
        as(
                SeedPeople.AMARA,
                () -> assertThatThrownBy(() -> runtime.startProcessInstanceByKey(PROBE, variables))
                        .isInstanceOf(AuthorizationException.class));

        EngineAuthorizations wider =
                new EngineAuthorizations(authorizations, List.of(new StartRight(PROBE, Set.of(Role.SPONSOR))));
        wider.apply(sharedFilter());

        as(
                SeedPeople.AMARA,
                () -> assertThat(runtime.startProcessInstanceByKey(PROBE, variables)
                                .getId())
                        .isNotNull());
        as(
                SeedPeople.OWNER,
                () -> assertThatThrownBy(() -> runtime.startProcessInstanceByKey(PROBE, variables))
                        .isInstanceOf(AuthorizationException.class));

        asConfigured.apply(sharedFilter());

        as(
                SeedPeople.AMARA,
                () -> assertThatThrownBy(() -> runtime.startProcessInstanceByKey(PROBE, variables))
                        .isInstanceOf(AuthorizationException.class));
    }

    @Test
    void anAdministratorRunsTheWorkflows() {
        String task = taskOf(SeedPeople.AMARA).getId();

        as(SeedPeople.ADMIN, () -> {
            assertThat(repository.createProcessDefinitionQuery().count()).isPositive();
            tasks.setAssignee(task, SeedPeople.BEN.id().value());
            assertThat(runtime.createProcessInstanceQuery().count()).isPositive();
        });
    }

    /** The cure is the lock in {@link EngineStart}: without it each node makes a filter of its own, or fails. */
    @Test
    void manyNodesWriteThemOnce() throws Exception {
        filters.deleteFilter(sharedFilter());
        ExecutorService nodes = Executors.newFixedThreadPool(6);
        try {
            Callable<Boolean> write = () -> {
                start.prepare();
                return true;
            };
            for (Future<Boolean> written : nodes.invokeAll(Collections.nCopies(6, write))) {
                assertThat(written.get()).isTrue();
            }
        } finally {
            nodes.shutdownNow();
        }
        assertThat(filters.createTaskFilterQuery()
                        .filterName(EngineStart.MY_TASKS)
                        .count())
                .isEqualTo(1);
    }

    @Test
    void writingThemAgainChangesNothing() {
        long before = authorizations.createAuthorizationQuery().count();

        asConfigured.apply(sharedFilter());

        assertThat(authorizations.createAuthorizationQuery().count()).isEqualTo(before);
    }
}
