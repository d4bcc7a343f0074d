package dev.guestward.removal.process;

import dev.guestward.directory.process.DirectoryTask;
import dev.guestward.directory.process.DirectoryTaskHandler;
import dev.guestward.directory.process.LockedDirectoryTask;
import dev.guestward.directory.process.Outcome;
import dev.guestward.guest.GuestId;
import dev.guestward.removal.Removal;
import dev.guestward.removal.Removals;
import dev.guestward.removal.SnapshotTaker;
import org.springframework.stereotype.Component;

/** Topic {@code directory.snapshot}: what the guest holds is on record. */
@Component
@DirectoryTask("directory.snapshot")
class AwaitSnapshot implements DirectoryTaskHandler {
    private final Removals removals;
    private final SnapshotTaker taker;

    AwaitSnapshot(Removals removals, SnapshotTaker taker) {
        this.removals = removals;
        this.taker = taker;
    }

    @Override
    public Outcome handle(LockedDirectoryTask task) {
        GuestId id = RemovalModel.guest(task.businessKey(), task.id());
        return removals.current(id).map(removal -> await(removal, task)).orElseGet(() -> Outcome.done(() -> {}));
    }

    private Outcome await(Removal removal, LockedDirectoryTask task) {
        if (removal.snapshotAt() == null) {
            taker.awaitedBy(removal, task.id());
        }
        // asked again: it may have been taken between the two
        return removals.get(removal.id()).snapshotAt() == null ? Outcome.waiting() : Outcome.done(() -> {});
    }
}
