package dev.guestward.directory;

import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** What the directory in memory holds; a copy of it is what a lagging replica still shows. */
final class InMemoryDirectoryState {
    record Deleted(DirectoryUser user, Instant at) {}

    /** @param group null if the user itself changed */
    record Change(@Nullable ObjectId group, ObjectId user) {}

    final Map<ObjectId, DirectoryUser> users = new LinkedHashMap<>();
    final Map<ObjectId, Deleted> deleted = new LinkedHashMap<>();
    final Map<ObjectId, Set<ObjectId>> members = new LinkedHashMap<>();
    final Map<ObjectId, Set<Membership>> otherMemberships = new LinkedHashMap<>();
    final Map<ObjectId, Map<String, AppRole>> appRoles = new LinkedHashMap<>();
    final Map<ObjectId, Set<ObjectId>> sponsors = new LinkedHashMap<>();
    final Map<ObjectId, ObjectId> managers = new LinkedHashMap<>();
    final Map<ObjectId, SignIn> signIns = new LinkedHashMap<>();
    /** Groups in groups: those each one is directly in. */
    final Map<ObjectId, Set<ObjectId>> parents = new LinkedHashMap<>();

    /** What is known of groups besides their ids. */
    final Map<ObjectId, HeldGroup> groups = new LinkedHashMap<>();

    final Set<ObjectId> hidden = new HashSet<>();
    final List<Change> changes = new ArrayList<>();

    InMemoryDirectoryState copy() {
        InMemoryDirectoryState copy = new InMemoryDirectoryState();
        copy.users.putAll(users);
        copy.deleted.putAll(deleted);
        members.forEach((group, held) -> copy.members.put(group, new LinkedHashSet<>(held)));
        otherMemberships.forEach((user, held) -> copy.otherMemberships.put(user, new LinkedHashSet<>(held)));
        appRoles.forEach((user, held) -> copy.appRoles.put(user, new LinkedHashMap<>(held)));
        sponsors.forEach((user, held) -> copy.sponsors.put(user, new LinkedHashSet<>(held)));
        copy.managers.putAll(managers);
        copy.signIns.putAll(signIns);
        parents.forEach((group, outer) -> copy.parents.put(group, new LinkedHashSet<>(outer)));
        copy.groups.putAll(groups);
        copy.hidden.addAll(hidden);
        copy.changes.addAll(changes);
        return copy;
    }

    Optional<DirectoryUser> visible(ObjectId id) {
        return hidden.contains(id) ? Optional.empty() : Optional.ofNullable(users.get(id));
    }

    List<DirectoryUser> withMail(String email) {
        String wanted = email.toLowerCase(Locale.ROOT);
        return users.values().stream()
                .filter(user -> wanted.equals(lower(user.mail()))
                        || user.otherMails().stream().anyMatch(other -> wanted.equals(lower(other))))
                .toList();
    }

    Set<ObjectId> membersOf(ObjectId group) {
        Set<ObjectId> present = new LinkedHashSet<>(members.getOrDefault(group, Set.of()));
        present.removeIf(user -> visible(user).isEmpty());
        return present;
    }

    List<Membership> membershipsOf(ObjectId user) {
        List<Membership> held = new ArrayList<>();
        if (visible(user).isPresent()) {
            members.keySet().stream()
                    .filter(group -> membersOf(group).contains(user))
                    .forEach(group -> held.add(new Membership(
                            group, Membership.Kind.GROUP, group(group).name())));
            held.addAll(otherMemberships.getOrDefault(user, Set.of()));
        }
        return held;
    }

    HeldGroup group(ObjectId group) {
        return groups.getOrDefault(group, new HeldGroup(group, "group " + group, HeldGroup.Filled.BY_HAND));
    }

    Set<ObjectId> around(ObjectId group) {
        Set<ObjectId> found = new LinkedHashSet<>();
        Deque<ObjectId> open = new ArrayDeque<>(parents.getOrDefault(group, Set.of()));
        while (!open.isEmpty()) {
            ObjectId outer = open.remove();
            if (found.add(outer)) {
                open.addAll(parents.getOrDefault(outer, Set.of()));
            }
        }
        return found;
    }

    DirectoryUser put(DirectoryUser user) {
        users.put(user.id(), user);
        changed(user.id());
        return user;
    }

    /** @return whether there was such a user */
    boolean change(ObjectId id, UnaryOperator<DirectoryUser> to) {
        Optional<DirectoryUser> user = visible(id);
        user.ifPresent(present -> put(to.apply(present)));
        return user.isPresent();
    }

    void changed(ObjectId user) {
        changes.add(new Change(null, user));
    }

    void changed(ObjectId group, ObjectId user) {
        changes.add(new Change(group, user));
    }

    private static String lower(@Nullable String mail) {
        return mail == null ? "" : mail.toLowerCase(Locale.ROOT);
    }
}
