package dev.guestward.sponsorship.process;

import dev.guestward.guest.GuestId;
import dev.guestward.people.PersonId;
import dev.guestward.sponsorship.GuestTasks;
import org.camunda.bpm.engine.TaskService;
import org.springframework.stereotype.Component;

/**
 * Whoever had a right on a task because it was theirs loses it with the assignment: {@code platform.engine.TaskRights}. Tasks that
 * are offered to somebody stay as they are, because only their workflow knows whether that is for being the sponsor; it hears of
 * {@link dev.guestward.sponsorship.SponsorChanged}.
 */
@Component
class CamundaGuestTasks implements GuestTasks {
    private final TaskService tasks;

    CamundaGuestTasks(TaskService tasks) {
        this.tasks = tasks;
    }

    @Override
    public void move(GuestId guest, PersonId from, PersonId to) {
        tasks.createTaskQuery()
                .processInstanceBusinessKey(guest.toString())
                .taskAssignee(from.value())
                .list()
                .forEach(task -> tasks.setAssignee(task.getId(), to.value()));
    }
}
