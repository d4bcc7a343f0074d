package dev.guestward.removal.process;

import dev.guestward.directory.AppRole;
import dev.guestward.directory.ObjectId;
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
import dev.guestward.removal.Snapshots;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.springframework.stereotype.Component;

/**
 * Topic {@code directory.strip}: the guest is in no group and holds no role any more. What the directory does not give up,
 * because a rule or the on-premises directory fills the group, stays on record as a way to access that is left.
 */
@Component
@DirectoryTask("directory.strip")
class StripAccess implements DirectoryTaskHandler {
    private final Removals removals;
    private final Snapshots snapshots;
    private final Effects effects;

    StripAccess(Removals removals, Snapshots snapshots, Effects effects) {
        this.removals = removals;
        this.snapshots = snapshots;
        this.effects = effects;
    }

    @Override
    public Outcome handle(LockedDirectoryTask task) {
        GuestId id = RemovalModel.guest(task.businessKey(), task.id());
        return removals.current(id).map(removal -> strip(removal, task)).orElseGet(() -> Outcome.done(() -> {}));
    }

    private Outcome strip(Removal removal, LockedDirectoryTask task) {
        ObjectId account = removals.account(removal.guest());
        Map<Snapshots.Held, Effect> acts = new LinkedHashMap<>();
        for (Snapshots.Held held : snapshots.of(removal.id())) {
            if (held.kind() == Snapshots.Kind.GROUP || held.kind() == Snapshots.Kind.APP_ROLE) {
                acts.put(held, effects.plan(wish(removal, account, held).forTask(task.id())));
            }
        }
        return acts.values().stream().allMatch(Effect::isSettled)
                ? Outcome.done(() -> record(removal, acts))
                : Outcome.waiting();
    }

    private static Wish wish(Removal removal, ObjectId account, Snapshots.Held held) {
        String key = removal.key("take:" + held.kind() + ":" + held.target());
        if (held.kind() == Snapshots.Kind.GROUP) {
            return Wish.removeMember(key, removal.guest().value(), account, new ObjectId(held.target()));
        }
        String[] parts = held.target().split("/", -1);
        return Wish.removeAppRole(
                key, removal.guest().value(), account, new AppRole(new ObjectId(parts[0]), new ObjectId(parts[1])));
    }

    private void record(Removal removal, Map<Snapshots.Held, Effect> acts) {
        List<String> kept = new ArrayList<>();
        acts.forEach((held, effect) -> {
            if (effect.isConfirmed()) {
                snapshots.taken(held);
            } else {
                snapshots.kept(held, Objects.requireNonNullElse(effect.code(), "no-code"));
                kept.add(held.target());
            }
        });
        removals.stripped(removal, kept, RemovalModel.ACTOR);
    }
}
