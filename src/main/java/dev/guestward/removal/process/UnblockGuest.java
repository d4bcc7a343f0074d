package dev.guestward.removal.process;

import dev.guestward.directory.effect.Effect;
import dev.guestward.directory.effect.Effects;
import dev.guestward.directory.effect.Wish;
import dev.guestward.directory.process.DirectoryTask;
import dev.guestward.directory.process.DirectoryTaskHandler;
import dev.guestward.directory.process.LockedDirectoryTask;
import dev.guestward.directory.process.Outcome;
import dev.guestward.guest.GuestId;
import dev.guestward.removal.Removals;
import dev.guestward.removal.Restoration;
import dev.guestward.removal.Restorations;
import org.springframework.stereotype.Component;

/** Topic {@code directory.unblock}: the guest can sign in again. The last act, so that nobody is let in half equipped. */
@Component
@DirectoryTask("directory.unblock")
class UnblockGuest implements DirectoryTaskHandler {
    private final Restorations restorations;
    private final Removals removals;
    private final Effects effects;
    private final RestorationAnswers answers;

    UnblockGuest(Restorations restorations, Removals removals, Effects effects, RestorationAnswers answers) {
        this.restorations = restorations;
        this.removals = removals;
        this.effects = effects;
        this.answers = answers;
    }

    @Override
    public Outcome handle(LockedDirectoryTask task) {
        GuestId id = RemovalModel.guest(task.businessKey(), task.id());
        return restorations
                .current(id)
                .map(restoration -> unblock(restoration, task))
                .orElseGet(() -> Outcome.done(() -> {}));
    }

    private Outcome unblock(Restoration restoration, LockedDirectoryTask task) {
        GuestId id = restoration.guest();
        Effect effect = effects.plan(Wish.unblock(restoration.key("unblock"), id.value(), removals.account(id))
                .in(removals.get(restoration.removal()).workflow())
                .forTask(task.id()));
        return answers.to(
                effect,
                restoration,
                new Outcome.Refused(
                        () -> restorations.foundDeleted(restoration, RestorationModel.ACTOR),
                        RestorationModel.ACCOUNT_DELETED));
    }
}
