package dev.guestward.removal.process;

import dev.guestward.directory.AppRole;
import dev.guestward.directory.DirectoryUnavailable;
import dev.guestward.directory.ObjectId;
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
import dev.guestward.removal.Snapshots;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.springframework.stereotype.Component;

/**
 * Topic {@code directory.strip}: the guest is in no group and holds no role any more. What the directory does not give up,
 * because a rule or the on-premises directory fills the group, stays on record as a way to access that is left. Whoever is only
 * reported about keeps in the register what they hold.
 */
@Component
@DirectoryTask("directory.strip")
class StripAccess implements DirectoryTaskHandler {
    private static final Set<String> TELLING = Set.of("group-by-rule", "group-on-premises", "group-with-roles");

    private final Removals removals;
    private final Snapshots snapshots;
    private final RemainingAccess remaining;
    private final Effects effects;
    private final Answers answers;

    StripAccess(Removals removals, Snapshots snapshots, RemainingAccess remaining, Effects effects, Answers answers) {
        this.removals = removals;
        this.snapshots = snapshots;
        this.remaining = remaining;
        this.effects = effects;
        this.answers = answers;
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
                acts.put(
                        held,
                        effects.plan(wish(removal, account, held)
                                .in(removal.workflow())
                                .forTask(task.id())));
            }
        }
        if (!acts.values().stream().allMatch(Effect::isSettled)) {
            return Outcome.waiting();
        }
        if (acts.values().stream().anyMatch(effect -> effect.state() == Effect.State.SUPPRESSED)) {
            return answers.reported(removal, () -> taken(acts));
        }
        try {
            List<Way> ways = left(account, acts);
            return Outcome.done(() -> record(removal, acts, ways));
        } catch (DirectoryUnavailable e) {
            return new Outcome.Waiting(e.retryAfter());
        }
    }

    /** Groups the guest is still in, and roles the directory did not take. */
    private List<Way> left(ObjectId account, Map<Snapshots.Held, Effect> acts) {
        Set<String> taken = acts.entrySet().stream()
                .filter(act -> act.getKey().kind() == Snapshots.Kind.GROUP
                        && act.getValue().isConfirmed())
                .map(act -> act.getKey().target())
                .collect(Collectors.toSet());
        List<Way> ways = new ArrayList<>(remaining.look(account, taken));
        acts.forEach((held, effect) -> {
            if (held.kind() == Snapshots.Kind.APP_ROLE && !effect.isConfirmed()) {
                ways.add(new Way(held.kind(), held.target(), held.name(), "role-still-held", null));
            }
        });
        return ways;
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

    private void taken(Map<Snapshots.Held, Effect> acts) {
        acts.forEach((held, effect) -> {
            if (effect.isConfirmed()) {
                snapshots.taken(held);
            }
        });
    }

    private void record(Removal removal, Map<Snapshots.Held, Effect> acts, List<Way> ways) {
        List<String> kept = new ArrayList<>();
        taken(acts);
        acts.forEach((held, effect) -> {
            if (!effect.isConfirmed()) {
                snapshots.kept(held, because(held, effect, ways));
                kept.add(held.target());
            }
        });
        removals.stripped(removal, kept, RemovalModel.ACTOR);
        remaining.record(removal, ways, RemovalModel.ACTOR);
    }

    /** Who fills a group says more than the code of the refusal. */
    private static String because(Snapshots.Held held, Effect effect, List<Way> ways) {
        return ways.stream()
                .filter(way -> way.kind() == held.kind() && way.target().equals(held.target()))
                .map(Way::because)
                .filter(TELLING::contains)
                .findFirst()
                .orElseGet(() -> Objects.requireNonNullElse(effect.code(), "no-code"));
    }
}
