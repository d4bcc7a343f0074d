package dev.guestward.removal.process;

import dev.guestward.directory.effect.Effect;
import dev.guestward.directory.effect.Effects;
import dev.guestward.directory.effect.Wish;
import dev.guestward.directory.process.DirectoryTask;
import dev.guestward.directory.process.DirectoryTaskHandler;
import dev.guestward.directory.process.LockedDirectoryTask;
import dev.guestward.directory.process.Outcome;
import dev.guestward.guest.Guest;
import dev.guestward.guest.GuestId;
import dev.guestward.guest.GuestState;
import dev.guestward.guest.Guests;
import dev.guestward.removal.Removals;
import dev.guestward.removal.Restoration;
import dev.guestward.removal.RestorationRequests;
import dev.guestward.removal.Restorations;
import org.springframework.stereotype.Component;

/** Topic {@code directory.restore-account}: the account is back from the recycle bin, still blocked. */
@Component
@DirectoryTask("directory.restore-account")
class RestoreAccount implements DirectoryTaskHandler {
    private final Restorations restorations;
    private final Removals removals;
    private final Guests guests;
    private final RestorationRequests requests;
    private final Effects effects;
    private final RestorationAnswers answers;

    RestoreAccount(
            Restorations restorations,
            Removals removals,
            Guests guests,
            RestorationRequests requests,
            Effects effects,
            RestorationAnswers answers) {
        this.restorations = restorations;
        this.removals = removals;
        this.guests = guests;
        this.requests = requests;
        this.effects = effects;
        this.answers = answers;
    }

    @Override
    public Outcome handle(LockedDirectoryTask task) {
        GuestId id = RemovalModel.guest(task.businessKey(), task.id());
        return restorations
                .current(id)
                .map(restoration -> restore(restoration, task))
                .orElseGet(() -> Outcome.done(() -> {}));
    }

    private Outcome restore(Restoration restoration, LockedDirectoryTask task) {
        GuestId id = restoration.guest();
        Guest guest = guests.get(id);
        if (guest.account().isEmpty()) {
            return new Outcome.Refused(
                    () -> restorations.lost(restoration, "not-ours", RestorationModel.ACTOR), RestorationModel.PURGED);
        }
        if (guest.state() == GuestState.DELETED && requests.isAddressTaken(guest)) {
            return answers.refused(restoration, "address-taken");
        }
        Effect effect = effects.plan(Wish.restore(restoration.key("restore"), id.value(), removals.account(id))
                .in(removals.get(restoration.removal()).workflow())
                .forTask(task.id()));
        return answers.to(
                effect,
                restoration,
                new Outcome.Refused(
                        () -> {
                            restorations.impossible(restoration, RestorationModel.ACTOR);
                            requests.inviteAgain(restoration);
                        },
                        RestorationModel.PURGED));
    }
}
