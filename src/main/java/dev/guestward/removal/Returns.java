package dev.guestward.removal;

import dev.guestward.audit.Actor;
import dev.guestward.directory.AppRole;
import dev.guestward.directory.ObjectId;
import dev.guestward.directory.effect.Effect;
import dev.guestward.directory.effect.Wish;
import dev.guestward.guest.Grants;
import dev.guestward.guest.Guest;
import dev.guestward.guest.GuestState;
import dev.guestward.guest.Guests;
import dev.guestward.guest.LeavingGuests;
import dev.guestward.removal.Snapshots.Held;
import dev.guestward.removal.Snapshots.Kind;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/** What a restoration gives back, and what came of it. */
@Component
public class Returns {
    private final Removals removals;
    private final Restorations restorations;
    private final Snapshots snapshots;
    private final Guests guests;
    private final LeavingGuests leaving;
    private final Grants grants;

    Returns(
            Removals removals,
            Restorations restorations,
            Snapshots snapshots,
            Guests guests,
            LeavingGuests leaving,
            Grants grants) {
        this.removals = removals;
        this.restorations = restorations;
        this.snapshots = snapshots;
        this.guests = guests;
        this.leaving = leaving;
        this.grants = grants;
    }

    /**
     * One thing to give.
     *
     * @param held as it is on record; null for a grant that the guest never got, because the removal came first
     */
    public record Return(@Nullable Held held, Wish wish) {
        public boolean isSponsor() {
            return wish.kind() == Effect.Kind.ADD_SPONSOR;
        }
    }

    /** Everything of the snapshot that was or may have been taken, and the grants of a guest who was not active yet. */
    public List<Return> of(Restoration restoration) {
        ObjectId account = removals.account(restoration.guest());
        List<Return> all = new ArrayList<>();
        Set<String> held = new HashSet<>();
        boolean replay = restorations.isReplay(restoration);
        for (Held one : snapshots.of(restoration.removal())) {
            held.add(one.target());
            if (one.kind() != Kind.OTHER && (one.keptBecause() == null || replay && !isFilled(one))) {
                all.add(new Return(one, wish(restoration, account, one)));
            }
        }
        (replay ? List.<ObjectId>of() : groupsNeverGiven(restoration))
                .stream()
                        .filter(group -> !held.contains(group.value()))
                        .forEach(group -> all.add(new Return(null, member(restoration, account, group.value()))));
        return all;
    }

    /** Nobody can be put into such a group; the directory does it by itself or not at all. */
    private static boolean isFilled(Held one) {
        return "group-by-rule".equals(one.keptBecause()) || "group-on-premises".equals(one.keptBecause());
    }

    /**
     * Writes down how each act was settled.
     *
     * @param there what needed no act, because another account holds it already; empty where the account is the same
     */
    @Transactional(propagation = Propagation.MANDATORY)
    public void record(Restoration restoration, Map<Return, Effect> acts, Set<String> there, Actor actor) {
        Set<String> given = new HashSet<>(there);
        int lost = restorations.isReplay(restoration) ? notReplayed(restoration, acts, there) : 0;
        for (Map.Entry<Return, Effect> act : acts.entrySet()) {
            Held held = act.getKey().held();
            if (act.getValue().isConfirmed()) {
                given.add(String.valueOf(act.getKey().wish().target()));
                if (held != null) {
                    snapshots.givenBack(held);
                }
            } else {
                lost++;
                if (held != null) {
                    snapshots.lost(
                            held, Objects.requireNonNullElse(act.getValue().code(), "no-code"));
                }
            }
        }
        if (!restorations.isReplay(restoration)) {
            snapshots.of(restoration.removal()).stream()
                    .filter(one -> one.keptBecause() != null)
                    .forEach(one -> given.add(one.target()));
        }
        leaving.accessGiven(restoration.guest(), grantsOf(guests.get(restoration.guest()), given));
        if (lost == 0) {
            guests.note(restoration.guest(), actor, "access-given-back", Map.of());
        } else {
            Map<String, String> details = Map.of("lost", String.valueOf(lost));
            guests.note(restoration.guest(), actor, "access-given-back-in-part", details);
        }
    }

    /** Another account has all that it holds, and nothing of what a person cannot give it. */
    private int notReplayed(Restoration restoration, Map<Return, Effect> acts, Set<String> there) {
        Set<Held> tried = acts.keySet().stream()
                .map(Return::held)
                .filter(Objects::nonNull)
                .collect(Collectors.toSet());
        int lost = 0;
        for (Held one : snapshots.of(restoration.removal())) {
            if (tried.contains(one)) {
                continue;
            }
            if (there.contains(one.target())) {
                snapshots.givenBack(one);
            } else {
                snapshots.lost(one, Objects.requireNonNullElse(one.keptBecause(), "not-given-here"));
                lost++;
            }
        }
        return lost;
    }

    /**
     * A guest who was removed between accepting and getting access is to have it in the end. Whoever has not accepted gets it from
     * the invitation, which looks at who accepts.
     */
    private List<ObjectId> groupsNeverGiven(Restoration restoration) {
        Removal removal = removals.get(restoration.removal());
        Guest guest = guests.get(restoration.guest());
        boolean invited = removal.cause() == Cause.WITHDRAWAL || removal.stateBefore() == GuestState.INVITED;
        if (!invited || guest.redeemedAt() == null) {
            return List.of();
        }
        return guest.grants().stream()
                .map(held -> grants.find(held.key()))
                .flatMap(Optional::stream)
                .map(Grants.Grant::group)
                .toList();
    }

    private Set<String> grantsOf(Guest guest, Set<String> groups) {
        return guest.grants().stream()
                .map(Guest.HeldGrant::key)
                .filter(key -> grants.find(key)
                        .filter(grant -> groups.contains(grant.group().value()))
                        .isPresent())
                .collect(Collectors.toSet());
    }

    private static Wish wish(Restoration restoration, ObjectId account, Held held) {
        return switch (held.kind()) {
            case GROUP -> member(restoration, account, held.target());
            case APP_ROLE -> {
                String[] parts = held.target().split("/", -1);
                AppRole role = new AppRole(new ObjectId(parts[0]), new ObjectId(parts[1]));
                yield Wish.assignAppRole(
                        key(restoration, held), restoration.guest().value(), account, role);
            }
            case SPONSOR ->
                Wish.sponsor(
                        key(restoration, held),
                        restoration.guest().value(),
                        account,
                        new ObjectId(held.target()),
                        true);
            case OTHER -> throw new IllegalStateException("Nothing of kind OTHER is given back");
        };
    }

    private static Wish member(Restoration restoration, ObjectId account, String group) {
        return Wish.addMember(
                restoration.key("give:" + Kind.GROUP + ":" + group),
                restoration.guest().value(),
                account,
                new ObjectId(group));
    }

    private static String key(Restoration restoration, Held held) {
        return restoration.key("give:" + held.kind() + ":" + held.target());
    }
}
