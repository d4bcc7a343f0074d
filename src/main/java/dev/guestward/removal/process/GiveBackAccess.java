package dev.guestward.removal.process;

import dev.guestward.directory.DirectoryReads;
import dev.guestward.directory.DirectoryUnavailable;
import dev.guestward.directory.GuestDirectory;
import dev.guestward.directory.ObjectId;
import dev.guestward.directory.effect.Effect;
import dev.guestward.directory.effect.Effects;
import dev.guestward.directory.process.DirectoryTask;
import dev.guestward.directory.process.DirectoryTaskHandler;
import dev.guestward.directory.process.LockedDirectoryTask;
import dev.guestward.directory.process.Outcome;
import dev.guestward.guest.GuestId;
import dev.guestward.mode.Workflow;
import dev.guestward.removal.RemovalKeys;
import dev.guestward.removal.Removals;
import dev.guestward.removal.Restoration;
import dev.guestward.removal.Restorations;
import dev.guestward.removal.Returns;
import dev.guestward.removal.Returns.Return;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.springframework.stereotype.Component;

/** Topic {@code directory.give-back}: the guest holds what was taken. What the directory does not give stays listed as lost. */
@Component
@DirectoryTask("directory.give-back")
class GiveBackAccess implements DirectoryTaskHandler {
    private static final Duration LOOK_AGAIN = Duration.ofSeconds(30);

    private final Restorations restorations;
    private final Removals removals;
    private final Returns returns;
    private final Effects effects;
    private final DirectoryReads directory;
    private final RestorationAnswers answers;

    GiveBackAccess(
            Restorations restorations,
            Removals removals,
            Returns returns,
            Effects effects,
            GuestDirectory directory,
            RestorationAnswers answers) {
        this.restorations = restorations;
        this.removals = removals;
        this.returns = returns;
        this.effects = effects;
        this.directory = directory;
        this.answers = answers;
    }

    @Override
    public Outcome handle(LockedDirectoryTask task) {
        GuestId id = RemovalModel.guest(task.businessKey(), task.id());
        return restorations
                .current(id)
                .map(restoration -> giveBack(restoration, task))
                .orElseGet(() -> Outcome.done(() -> {}));
    }

    private Outcome giveBack(Restoration restoration, LockedDirectoryTask task) {
        List<Effect> known = effects.of(restoration.guest().value());
        if (isStillBeingTaken(restoration, known)) {
            return new Outcome.Waiting(LOOK_AGAIN);
        }
        Workflow workflow = removals.get(restoration.removal()).workflow();
        Map<Return, Effect> acts = new LinkedHashMap<>();
        List<Return> due = returns.of(restoration);
        Set<String> there;
        try {
            Set<String> held = restorations.isReplay(restoration) ? held(restoration) : Set.of();
            there = held;
            due = due.stream()
                    .filter(one -> !held.contains(one.wish().target()))
                    .filter(one -> !isThere(one, restoration, known))
                    .toList();
        } catch (DirectoryUnavailable e) {
            return new Outcome.Waiting(e.retryAfter());
        }
        for (Return one : due) {
            acts.put(one, effects.plan(one.wish().in(workflow).forTask(task.id())));
        }
        if (acts.values().stream().anyMatch(effect -> effect.state() == Effect.State.SUPPRESSED)) {
            return answers.reported(restoration);
        }
        return acts.values().stream().allMatch(Effect::isSettled)
                ? Outcome.done(() -> record(restoration, acts, there))
                : Outcome.waiting();
    }

    private void record(Restoration restoration, Map<Return, Effect> acts, Set<String> there) {
        returns.record(restoration, acts, there, RestorationModel.ACTOR);
        if (restorations.isReplay(restoration)) {
            restorations.replayed(restoration);
        }
    }

    /** What the other account holds by now: groups, roles and sponsors. */
    private Set<String> held(Restoration restoration) {
        ObjectId account = removals.account(restoration.guest());
        Stream<String> groups =
                directory.memberships(account).stream().map(one -> one.id().value());
        Stream<String> roles = directory.appRoles(account).stream()
                .map(one -> one.role().application() + "/" + one.role().role());
        Stream<String> sponsors =
                directory.sponsors(account).stream().map(one -> one.id().value());
        return Stream.of(groups, roles, sponsors).flatMap(all -> all).collect(Collectors.toSet());
    }

    /** An act of the removal that left the house before it was ended must not come after what is given back here. */
    private static boolean isStillBeingTaken(Restoration restoration, List<Effect> known) {
        return known.stream()
                .filter(Effect::mayHaveHappened)
                .anyMatch(effect -> RemovalKeys.removal(effect.key())
                        .filter(restoration.removal()::equals)
                        .isPresent());
    }

    /** A removal takes no sponsor, but a deleted account may come back without: looked at first, to save the act. */
    private boolean isThere(Return one, Restoration restoration, List<Effect> known) {
        if (!one.isSponsor()
                || known.stream()
                        .anyMatch(effect -> effect.key().equals(one.wish().key()))) {
            return false;
        }
        ObjectId account = removals.account(restoration.guest());
        Set<String> sponsors = directory.sponsors(account).stream()
                .map(sponsor -> sponsor.id().value())
                .collect(Collectors.toSet());
        return sponsors.contains(one.wish().target());
    }
}
