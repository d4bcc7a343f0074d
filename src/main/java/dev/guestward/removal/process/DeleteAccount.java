package dev.guestward.removal.process;

import dev.guestward.directory.effect.Effect;
import dev.guestward.directory.effect.Effects;
import dev.guestward.directory.effect.Wish;
import dev.guestward.directory.process.DirectoryTask;
import dev.guestward.directory.process.DirectoryTaskHandler;
import dev.guestward.directory.process.LockedDirectoryTask;
import dev.guestward.directory.process.Outcome;
import dev.guestward.guest.GuestId;
import dev.guestward.removal.Removal;
import dev.guestward.removal.Removals;
import org.springframework.stereotype.Component;

/** Topic {@code directory.remove-delete}: the account lies in the recycle bin. */
@Component
@DirectoryTask("directory.remove-delete")
class DeleteAccount implements DirectoryTaskHandler {
    private final Removals removals;
    private final Effects effects;
    private final Answers answers;

    DeleteAccount(Removals removals, Effects effects, Answers answers) {
        this.removals = removals;
        this.effects = effects;
        this.answers = answers;
    }

    @Override
    public Outcome handle(LockedDirectoryTask task) {
        GuestId id = RemovalModel.guest(task.businessKey(), task.id());
        return removals.current(id)
                .map(removal -> delete(removal, task))
                .orElseGet(() -> deleted(id) ? Outcome.done(() -> {}) : Answers.over());
    }

    private Outcome delete(Removal removal, LockedDirectoryTask task) {
        GuestId id = removal.guest();
        Effect effect = effects.plan(Wish.delete(removal.key("delete"), id.value(), removals.account(id))
                .because(Wish.STILL_BLOCKED)
                .forTask(task.id()));
        return answers.to(effect, removal);
    }

    private boolean deleted(GuestId id) {
        return removals.newest(id)
                .filter(removal -> removal.endedAs() == Removal.Ending.DELETED)
                .isPresent();
    }
}
