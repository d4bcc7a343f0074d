package dev.guestward.claims.process;

import dev.guestward.claims.ClaimTasks;
import dev.guestward.people.PersonId;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.camunda.bpm.engine.TaskService;
import org.camunda.bpm.engine.task.IdentityLink;
import org.camunda.bpm.engine.task.Task;
import org.springframework.stereotype.Component;

/** The claim tasks of {@code guest-adoption} and {@code silence-claim}. */
@Component
class CamundaClaimTasks implements ClaimTasks {
    private static final String[] PROCESSES = {"guest-adoption", "silence-claim"};
    private static final int PAGE = 500;

    private final TaskService tasks;

    CamundaClaimTasks(TaskService tasks) {
        this.tasks = tasks;
    }

    @Override
    public List<Open> open() {
        List<Open> all = new ArrayList<>();
        List<Task> page;
        int from = 0;
        do {
            page = tasks.createTaskQuery()
                    .processDefinitionKeyIn(PROCESSES)
                    .taskUnassigned()
                    .orderByTaskId()
                    .asc()
                    .listPage(from, PAGE);
            from += page.size();
            page.stream().flatMap(task -> open(task).stream()).forEach(all::add);
        } while (page.size() == PAGE);
        return all;
    }

    /** One without a date, which only an administrator can take from it, is nobody's to be told of. */
    private Optional<Open> open(Task task) {
        Date due = task.getDueDate();
        if (due == null) {
            return Optional.empty();
        }
        Set<PersonId> people = tasks.getIdentityLinksForTask(task.getId()).stream()
                .map(IdentityLink::getUserId)
                .flatMap(Stream::ofNullable)
                .map(PersonId::new)
                .collect(Collectors.toSet());
        return Optional.of(new Open(
                task.getId(),
                people,
                due.toInstant(),
                Objects.requireNonNullElse(task.getFollowUpDate(), due).toInstant(),
                task.isSuspended()));
    }
}
