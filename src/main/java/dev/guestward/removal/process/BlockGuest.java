package dev.guestward.removal.process;

import dev.guestward.directory.process.DirectoryTask;
import dev.guestward.directory.process.DirectoryTaskHandler;
import dev.guestward.directory.process.LockedDirectoryTask;
import dev.guestward.directory.process.Outcome;
import dev.guestward.guest.GuestId;
import dev.guestward.removal.Removal;
import dev.guestward.removal.Removals;
import org.springframework.stereotype.Component;

/** Topic {@code directory.remove-block}: the account cannot sign in any more. */
@Component
@DirectoryTask("directory.remove-block")
class BlockGuest implements DirectoryTaskHandler {
    private final Removals removals;
    private final Answers answers;

    BlockGuest(Removals removals, Answers answers) {
        this.removals = removals;
        this.answers = answers;
    }

    @Override
    public Outcome handle(LockedDirectoryTask task) {
        GuestId id = RemovalModel.guest(task.businessKey(), task.id());
        return removals.current(id).map(removal -> block(removal, task)).orElseGet(Answers::over);
    }

    private Outcome block(Removal removal, LockedDirectoryTask task) {
        return removal.blockedAt() == null
                ? answers.to(removals.planBlock(removal, task.id()), removal)
                : Outcome.done(() -> {});
    }
}
