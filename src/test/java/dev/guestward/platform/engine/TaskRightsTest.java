package dev.guestward.platform.engine;

import static dev.guestward.platform.HttpSession.ENGINE;
import static dev.guestward.platform.HttpSession.json;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.guestward.embedded.SeedPeople;
import dev.guestward.platform.HttpSession;
import dev.guestward.platform.PlatformTest;
import org.camunda.bpm.engine.AuthorizationException;
import org.camunda.bpm.engine.FilterService;
import org.camunda.bpm.engine.ProcessEngineException;
import org.camunda.bpm.engine.task.Task;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/**
 * Rights come and go with the task. The cures are {@link TaskRights} for former assignees and the settings of {@link
 * EngineSettings} for the rest: without the first, the former assignee sees and completes the task; with the default
 * permission on tasks the assignee hands it on; with the default setting an unhandled error ends the instance.
 */
class TaskRightsTest extends PlatformTest {
    @Autowired
    FilterService filters;

    @Test
    void aFormerAssigneeNeitherSeesNorCompletesTheTask() {
        Task task = taskOf(SeedPeople.AMARA);

        tasks.setAssignee(task.getId(), SeedPeople.BEN.id().value());

        as(SeedPeople.AMARA, () -> {
            assertThat(tasks.createTaskQuery().count()).isZero();
            assertThatThrownBy(() -> tasks.complete(task.getId())).isInstanceOf(AuthorizationException.class);
        });
        as(SeedPeople.BEN, () -> tasks.complete(task.getId()));
    }

    @Test
    void whoDelegatedKeepsNoRight() {
        Task task = taskOf(SeedPeople.AMARA);

        tasks.delegateTask(task.getId(), SeedPeople.BEN.id().value());

        as(SeedPeople.AMARA, () -> assertThat(tasks.createTaskQuery().count()).isZero());
    }

    @Test
    void aFormerCandidateGroupDoesNotSeeTheTask() {
        Task task = taskFor("sponsor");

        tasks.deleteCandidateGroup(task.getId(), "sponsor");

        as(SeedPeople.AMARA, () -> assertThat(tasks.createTaskQuery().count()).isZero());
    }

    @Test
    void anAssigneeDoesNotHandTheTaskOnOrChangeIt() {
        Task task = taskOf(SeedPeople.AMARA);
        String id = task.getId();

        as(SeedPeople.AMARA, () -> {
            assertThatThrownBy(() -> tasks.setAssignee(id, SeedPeople.BEN.id().value()))
                    .isInstanceOf(AuthorizationException.class);
            assertThatThrownBy(() -> tasks.setVariable(id, "assignee", "x")).isInstanceOf(AuthorizationException.class);
        });
    }

    @Test
    void anErrorThatNoModelCatchesEndsNothing() {
        Task task = taskOf(SeedPeople.AMARA);

        as(
                SeedPeople.AMARA,
                () -> assertThatThrownBy(() -> tasks.handleBpmnError(task.getId(), "invented"))
                        .isInstanceOf(ProcessEngineException.class));

        assertThat(tasks.createTaskQuery().taskId(task.getId()).count()).isEqualTo(1);
    }

    @Test
    void myTasksAreMineAndThoseICanTake() {
        Task own = taskOf(SeedPeople.AMARA);
        Task pool = taskFor("sponsor");
        Task taken = taskFor("sponsor");
        taskOf(SeedPeople.BEN);
        taskFor("owner");
        tasks.setAssignee(taken.getId(), SeedPeople.BEN.id().value());
        HttpSession amara = sessionOf(SeedPeople.AMARA);

        String filter = json(amara.get(ENGINE + "/filter")).get(0).get("id").asText();
        var list = json(amara.post(ENGINE + "/filter/" + filter + "/list", "{}"));

        assertThat(list.findValuesAsText("id")).containsExactlyInAnyOrder(own.getId(), pool.getId());
    }
}
