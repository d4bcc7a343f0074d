package dev.guestward.removal.process;

import dev.guestward.directory.DirectoryUnavailable;
import dev.guestward.directory.effect.Effect;
import dev.guestward.directory.effect.Effects;
import dev.guestward.directory.effect.Wish;
import dev.guestward.directory.process.DirectoryTask;
import dev.guestward.directory.process.DirectoryTaskHandler;
import dev.guestward.directory.process.LockedDirectoryTask;
import dev.guestward.directory.process.Outcome;
import dev.guestward.guest.GuestId;
import dev.guestward.removal.RemainingAccess;
import dev.guestward.removal.RemainingAccess.Way;
import dev.guestward.removal.Removal;
import dev.guestward.removal.Removals;
import java.util.List;
import java.util.Set;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** Topic {@code directory.remove-delete}: the account lies in the recycle bin. */
@Component
@DirectoryTask("directory.remove-delete")
class DeleteAccount implements DirectoryTaskHandler {
    private final Removals removals;
    private final RemainingAccess remaining;
    private final Effects effects;
    private final Answers answers;
    private final TransactionTemplate transaction;

    DeleteAccount(
            Removals removals,
            RemainingAccess remaining,
            Effects effects,
            Answers answers,
            PlatformTransactionManager transactions) {
        this.removals = removals;
        this.remaining = remaining;
        this.transaction = new TransactionTemplate(transactions);
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
        if (!isPlanned(removal)) {
            try {
                lookAgain(removal);
            } catch (DirectoryUnavailable e) {
                return new Outcome.Waiting(e.retryAfter());
            }
        }
        Effect effect = effects.plan(Wish.delete(removal.key("delete"), id.value(), removals.account(id))
                .because(Wish.STILL_BLOCKED)
                .in(removal.workflow())
                .forTask(task.id()));
        return answers.to(effect, removal);
    }

    private boolean isPlanned(Removal removal) {
        return effects.of(removal.guest().value()).stream()
                .anyMatch(effect -> effect.key().equals(removal.key("delete")));
    }

    /** Whoever was still in a group may be out by now, and the deletion may wait for long. */
    private void lookAgain(Removal removal) {
        if (!remaining.of(removal.guest()).isEmpty()) {
            List<Way> ways = remaining.look(removals.account(removal.guest()), Set.of());
            transaction.executeWithoutResult(status -> remaining.record(removal, ways, RemovalModel.ACTOR));
        }
    }

    private boolean deleted(GuestId id) {
        return removals.newest(id)
                .filter(removal -> removal.endedAs() == Removal.Ending.DELETED)
                .isPresent();
    }
}
