package dev.guestward.simulatedtenant;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What the tenant knows, in memory, under one lock. Everything but {@link #locked} expects the caller to hold it.
 *
 * <p>Deleted and purged users stay here as tombstones, because delta queries tell about them.
 */
final class Directory {
    static final Duration KEPT_AFTER_DELETION = Duration.ofDays(30);

    private final ReentrantLock lock = new ReentrantLock();
    private final Clock clock;
    private final Map<String, UserEntry> users = new HashMap<>();
    private final Map<String, UserEntry> usersByPrincipalName = new HashMap<>();
    private final NavigableMap<Long, UserEntry> usersInOrder = new TreeMap<>();
    private final Map<String, GroupEntry> groups = new LinkedHashMap<>();
    private final List<Consumer<DirectoryEvent>> listeners = new CopyOnWriteArrayList<>();
    private final AddressIndex addresses = new AddressIndex();
    private final History history = new History();
    private final List<HeldBack> heldBack = new ArrayList<>();
    private final Random random = new Random(20261122);
    private Lag lag = Lag.NONE;
    private boolean losing;
    private long sequence;

    Directory(Clock clock) {
        this.clock = clock;
    }

    <T> T locked(Supplier<T> work) {
        lock.lock();
        try {
            return work.get();
        } finally {
            lock.unlock();
        }
    }

    void onEvent(Consumer<DirectoryEvent> listener) {
        listeners.add(listener);
    }

    Instant now() {
        return clock.instant();
    }

    /** How far behind the replicas are with what happens from now on. */
    void setLag(Lag newLag) {
        lag = newLag;
    }

    Lag lag() {
        return lag;
    }

    History history() {
        return history;
    }

    /** How old an answer to a read is to be, by the lag and by chance. */
    Duration staleness() {
        return lag.staleReadMillis() > 0 && lags() ? Duration.ofMillis(lag.staleReadMillis()) : Duration.ZERO;
    }

    private boolean lags() {
        return lag.share() >= 1 || random.nextDouble() < lag.share();
    }

    /** Does something whose new users get lost: everybody is told of them and nobody ever sees them. */
    <T> T losingNewUsers(Supplier<T> work) {
        losing = true;
        try {
            return work.get();
        } finally {
            losing = false;
        }
    }

    long sequence() {
        return sequence;
    }

    Collection<UserEntry> usersAfter(long ordinal) {
        return usersInOrder.tailMap(ordinal, false).values();
    }

    Collection<UserEntry> allUsers() {
        return usersInOrder.values();
    }

    Collection<GroupEntry> allGroups() {
        return groups.values();
    }

    /** Any user there ever was, by object id. */
    Optional<UserEntry> anyUser(String id) {
        return Optional.ofNullable(users.get(id.toLowerCase(Locale.ROOT)));
    }

    /** Any group, whether or not the replicas know it. */
    Optional<GroupEntry> anyGroup(String id) {
        return Optional.ofNullable(groups.get(id.toLowerCase(Locale.ROOT)));
    }

    /** A live user the replicas know, by object id or user principal name. */
    Optional<UserEntry> user(String idOrPrincipalName) {
        var key = idOrPrincipalName.toLowerCase(Locale.ROOT);
        return Optional.ofNullable(users.getOrDefault(key, usersByPrincipalName.get(key)))
                .filter(user -> user.live() && user.visible(now()));
    }

    Optional<GroupEntry> group(String id) {
        return Optional.ofNullable(groups.get(id.toLowerCase(Locale.ROOT))).filter(group -> group.visible(now()));
    }

    /** The groups with this member, or also those that have one of these as a member, and so on. Circles end. */
    Collection<GroupEntry> groupsOf(String member, boolean transitive) {
        var found = new LinkedHashSet<GroupEntry>();
        var ask = new ArrayDeque<>(List.of(member));
        while (!ask.isEmpty()) {
            var id = ask.remove();
            for (var group : groups.values()) {
                if (group.members.contains(id) && found.add(group) && transitive) {
                    ask.add(group.id());
                }
            }
        }
        return found;
    }

    Optional<UserEntry> liveUserWithAddress(String address) {
        return addresses.with(List.of(address)).stream().filter(UserEntry::live).findFirst();
    }

    /** Those whom such a {@code $filter} can find at all, in the order of listings, after that ordinal. */
    Collection<UserEntry> candidates(Optional<String> filter, long after) {
        var wanted = filter.flatMap(AddressQuery::addresses);
        return wanted.isEmpty()
                ? usersAfter(after)
                : addresses.with(wanted.get()).stream()
                        .filter(user -> user.ordinal() > after)
                        .toList();
    }

    UserEntry addUser(String id, ObjectNode properties) {
        properties.put("id", id);
        properties.put("createdDateTime", properties.path("createdDateTime").asText(Json.time(now())));
        var user = created((visible, listed) -> new UserEntry(id, sequence + 1, properties, visible, listed));
        if (losing) {
            return user;
        }
        user.existenceChanged(++sequence);
        register(user);
        tell(user, "updated");
        return user;
    }

    GroupEntry addGroup(String id, ObjectNode properties) {
        properties.put("id", id).put("createdDateTime", Json.time(now()));
        var group = created((visible, listed) -> new GroupEntry(id, sequence + 1, properties, visible, listed));
        group.existenceChanged(++sequence);
        register(group);
        tell(group, "updated", null);
        return group;
    }

    /** Makes a new object, or one that is back, as late as the lag wants it, and holds the delta back until everybody sees it. */
    private <T extends Entry> T created(BiFunction<Instant, Instant, T> make) {
        var now = now();
        if (!lags()) {
            return make.apply(now, now);
        }
        var visible = now.plusMillis(lag.visibilityMillis());
        if (lag.visibilityMillis() > lag.deltaMillis() && !losing) {
            heldBack.add(new HeldBack(sequence + 1, visible));
        }
        return make.apply(visible, now.plusMillis(Math.max(lag.listMillis(), lag.visibilityMillis())));
    }

    private void register(UserEntry user) {
        users.put(user.id().toLowerCase(Locale.ROOT), user);
        usersInOrder.put(user.ordinal(), user);
        if (user.live()) {
            usersByPrincipalName.put(principalName(user), user);
        }
        addresses.add(user);
    }

    private void register(GroupEntry group) {
        groups.put(group.id().toLowerCase(Locale.ROOT), group);
    }

    /** Fills an empty directory with what a state file knows. */
    void load(Collection<UserEntry> knownUsers, Collection<GroupEntry> knownGroups, long lastSequence) {
        users.clear();
        usersInOrder.clear();
        usersByPrincipalName.clear();
        groups.clear();
        addresses.clear();
        knownUsers.forEach(this::register);
        knownGroups.forEach(this::register);
        sequence = lastSequence;
    }

    /** Sets properties. Values that stay as they are leave no trace in delta queries. */
    void update(UserEntry user, ObjectNode changes) {
        usersByPrincipalName.remove(principalName(user), user);
        addresses.remove(user);
        set(user, changes);
        addresses.add(user);
        usersByPrincipalName.put(principalName(user), user);
        tell(user, "updated");
    }

    void update(GroupEntry group, ObjectNode changes) {
        set(group, changes);
        tell(group, "updated", null);
    }

    private void set(Entry entry, ObjectNode changes) {
        history.before(entry, now());
        long number = ++sequence;
        for (var change : changes.properties()) {
            JsonNode before = entry.properties().get(change.getKey());
            if (!change.getValue().equals(before)) {
                entry.properties().set(change.getKey(), change.getValue());
                entry.touched(change.getKey(), number);
            }
        }
    }

    void softDelete(UserEntry user) {
        history.before(user, now());
        usersByPrincipalName.remove(principalName(user), user);
        user.deletedAt = now();
        user.properties().put("deletedDateTime", Json.time(now()));
        user.properties().put("userPrincipalName", user.id().replace("-", "") + user.text("userPrincipalName"));
        existenceChanged(user);
        tell(user, "updated");
    }

    void restore(UserEntry user) {
        history.before(user, now());
        user.deletedAt = null;
        user.properties().remove("deletedDateTime");
        user.properties()
                .put(
                        "userPrincipalName",
                        user.text("userPrincipalName")
                                .substring(user.id().replace("-", "").length()));
        usersByPrincipalName.put(principalName(user), user);
        created((visible, listed) -> {
            user.appear(visible, listed);
            return user;
        });
        existenceChanged(user);
        tell(user, "updated");
    }

    void purge(UserEntry user) {
        history.before(user, now());
        user.purged = true;
        existenceChanged(user);
        groups.values().forEach(group -> group.members.remove(user.id()));
        tell(user, "deleted");
    }

    /** Purges what was deleted more than 30 days ago, as the service does by itself. */
    void purgeOverdue() {
        var limit = now().minus(KEPT_AFTER_DELETION);
        usersInOrder.values().stream()
                .filter(user -> !user.purged && user.deletedAt != null && user.deletedAt.isBefore(limit))
                .toList()
                .forEach(this::purge);
    }

    private void existenceChanged(UserEntry user) {
        long number = ++sequence;
        user.existenceChanged(number);
        for (var group : groups.values()) {
            if (group.members.contains(user.id())) {
                group.memberChanges.put(user.id(), number);
                group.touched("members", number);
                if (!user.purged) {
                    tell(group, "updated", membersDelta(user));
                }
            }
        }
    }

    /** A soft-deleted user is in no group any more, until it is restored. */
    private static ArrayNode membersDelta(UserEntry user) {
        var delta = Json.array();
        var member = delta.addObject().put("id", user.id());
        if (!user.live()) {
            member.put("@removed", "deleted");
        }
        return delta;
    }

    void addMembers(GroupEntry group, Collection<String> userIds) {
        history.members(group, userIds, true, now());
        var delta = Json.array();
        for (var id : userIds) {
            group.members.add(id);
            group.memberChanges.put(id, ++sequence);
            delta.addObject().put("id", id);
        }
        group.touched("members", sequence);
        tell(group, "updated", delta);
    }

    void removeMember(GroupEntry group, String userId) {
        history.members(group, List.of(userId), false, now());
        group.members.remove(userId);
        group.memberChanges.put(userId, ++sequence);
        group.touched("members", sequence);
        var delta = Json.array();
        delta.addObject().put("id", userId).put("@removed", "deleted");
        tell(group, "updated", delta);
    }

    void setManager(UserEntry user, String managerId) {
        history.before(user, now());
        user.manager = managerId;
        user.touched("manager", ++sequence);
        tell(user, "updated");
    }

    /** The newest change delta queries may tell about: nothing that follows an object the replicas do not know yet. */
    long replicatedSequence() {
        var now = now();
        heldBack.removeIf(held -> !held.until().isAfter(now));
        return heldBack.stream().mapToLong(HeldBack::sequence).min().orElse(sequence + 1) - 1;
    }

    static String newId() {
        return UUID.randomUUID().toString();
    }

    private static String principalName(UserEntry user) {
        return user.text("userPrincipalName").toLowerCase(Locale.ROOT);
    }

    private void tell(UserEntry user, String changeType) {
        tell(new DirectoryEvent(true, user.id(), changeType, null, now(), sequence));
    }

    private void tell(GroupEntry group, String changeType, @Nullable ArrayNode membersDelta) {
        tell(new DirectoryEvent(false, group.id(), changeType, membersDelta, now(), sequence));
    }

    private void tell(DirectoryEvent event) {
        if (lag.deltaMillis() > 0 && lags()) {
            heldBack.add(new HeldBack(event.sequence(), now().plusMillis(lag.deltaMillis())));
        }
        listeners.forEach(listener -> listener.accept(event));
    }

    /** A change delta queries do not tell yet. */
    private record HeldBack(long sequence, Instant until) {}
}
