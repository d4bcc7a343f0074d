package dev.guestward.platform;

import dev.guestward.GuestwardTest;
import dev.guestward.embedded.SeedPeople;
import dev.guestward.people.People;
import dev.guestward.people.Person;
import java.time.Clock;
import java.util.Map;
import org.camunda.bpm.engine.IdentityService;
import org.camunda.bpm.engine.RuntimeService;
import org.camunda.bpm.engine.TaskService;
import org.camunda.bpm.engine.runtime.ProcessInstance;
import org.camunda.bpm.engine.task.Task;
import org.camunda.bpm.engine.variable.VariableMap;
import org.camunda.bpm.engine.variable.Variables;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;

/** The whole product with its seeded people, and a small process to try things on. */
@GuestwardTest
public abstract class PlatformTest {
    protected static final String PROBE = "platform-probe";

    @LocalServerPort
    protected int port;

    @Autowired
    protected People people;

    @Autowired
    protected Clock clock;

    @Autowired
    protected RuntimeService runtime;

    @Autowired
    protected TaskService tasks;

    @Autowired
    protected IdentityService identities;

    @BeforeEach
    void seed() {
        people.replaceAll(SeedPeople.ALL, clock.instant());
    }

    @AfterEach
    void clean() {
        identities.clearAuthentication();
        runtime.createProcessInstanceQuery().processDefinitionKey(PROBE).list().stream()
                .map(ProcessInstance::getId)
                .forEach(id -> runtime.deleteProcessInstance(id, "test"));
    }

    protected HttpSession sessionOf(Person person) {
        return HttpSession.of(person, port);
    }

    protected HttpSession anonymous() {
        return HttpSession.anonymous(port);
    }

    /** A task that waits for this person. */
    protected Task taskOf(Person assignee) {
        return start(assignee.id().value(), "administrator", Variables.createVariables());
    }

    /** A task that anybody of the group may take. */
    protected Task taskFor(String group) {
        return start(null, group, Variables.createVariables());
    }

    protected Task start(@Nullable String assignee, String group, Map<String, Object> more) {
        VariableMap variables =
                Variables.createVariables().putValue("assignee", assignee).putValue("group", group);
        variables.putAll(more);
        ProcessInstance instance = runtime.startProcessInstanceByKey(PROBE, variables);
        return tasks.createTaskQuery().processInstanceId(instance.getId()).singleResult();
    }

    /** Does something as the person, with the engine's checks on. */
    protected void as(Person person, Runnable act) {
        identities.setAuthentication(
                person.id().value(),
                person.roles().stream().map(role -> role.groupId()).toList());
        try {
            act.run();
        } finally {
            identities.clearAuthentication();
        }
    }
}
