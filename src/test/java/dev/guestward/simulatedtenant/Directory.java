package dev.guestward.simulatedtenant;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.ReentrantLock;
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
    private Duration lag = Duration.ZERO;
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

    /** How long objects created from now on stay invisible. */
    void setLag(Duration newLag) {
        lag = newLag;
    }

    Duration lag() {
        return lag;
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

    /** A live user the replicas know, by object id or user principal name. */
    Optional<UserEntry> user(String idOrPrincipalName) {
        var key = idOrPrincipalName.toLowerCase(Locale.ROOT);
        return Optional.ofNullable(users.getOrDefault(key, usersByPrincipalName.get(key)))
                .filter(user -> user.live() && user.visible(now()));
    }

    Optional<GroupEntry> group(String id) {
        return Optional.ofNullable(groups.get(id.toLowerCase(Locale.ROOT))).filter(group -> group.visible(now()));
    }

    Optional<UserEntry> liveUserWithAddress(String address) {
        return usersInOrder.values().stream()
                .filter(user -> user.live() && user.hasAddress(address))
                .findFirst();
    }

    UserEntry addUser(String id, ObjectNode properties) {
        properties.put("id", id);
        properties.put("createdDateTime", properties.path("createdDateTime").asText(Json.time(now())));
        long number = ++sequence;
        var user = new UserEntry(id, number, properties, now().plus(lag));
        user.existenceChanged(number);
        properties.fieldNames().forEachRemaining(name -> user.touched(name, number));
        users.put(id, user);
        usersInOrder.put(number, user);
        usersByPrincipalName.put(principalName(user), user);
        tell(user, "updated");
        return user;
    }

    GroupEntry addGroup(String id, ObjectNode properties) {
        properties.put("id", id).put("createdDateTime", Json.time(now()));
        long number = ++sequence;
        var group = new GroupEntry(id, number, properties, now().plus(lag));
        group.existenceChanged(number);
        properties.fieldNames().forEachRemaining(name -> group.touched(name, number));
        groups.put(id, group);
        tell(group, "updated", null);
        return group;
    }

    /** Sets properties. Values that stay as they are leave no trace in delta queries. */
    void update(UserEntry user, ObjectNode changes) {
        usersByPrincipalName.remove(principalName(user), user);
        set(user, changes);
        usersByPrincipalName.put(principalName(user), user);
        tell(user, "updated");
    }

    void update(GroupEntry group, ObjectNode changes) {
        set(group, changes);
        tell(group, "updated", null);
    }

    private void set(Entry entry, ObjectNode changes) {
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
        usersByPrincipalName.remove(principalName(user), user);
        user.deletedAt = now();
        user.properties().put("deletedDateTime", Json.time(now()));
        user.properties().put("userPrincipalName", user.id().replace("-", "") + user.text("userPrincipalName"));
        existenceChanged(user);
        tell(user, "updated");
    }

    void restore(UserEntry user) {
        user.deletedAt = null;
        user.properties().remove("deletedDateTime");
        user.properties()
                .put(
                        "userPrincipalName",
                        user.text("userPrincipalName")
                                .substring(user.id().replace("-", "").length()));
        usersByPrincipalName.put(principalName(user), user);
        existenceChanged(user);
        tell(user, "updated");
    }

    void purge(UserEntry user) {
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
        group.members.remove(userId);
        group.memberChanges.put(userId, ++sequence);
        group.touched("members", sequence);
        var delta = Json.array();
        delta.addObject().put("id", userId).put("@removed", "deleted");
        tell(group, "updated", delta);
    }

    void setManager(UserEntry user, String managerId) {
        user.manager = managerId;
        user.touched("manager", ++sequence);
        tell(user, "updated");
    }

    /** The newest change delta queries may tell about: nothing that follows an object the replicas do not know yet. */
    long replicatedSequence() {
        var now = now();
        return users.values().stream()
                .filter(user -> !user.visible(now))
                .min(Comparator.comparingLong(Entry::ordinal))
                .map(user -> user.ordinal() - 1)
                .orElse(sequence);
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
        listeners.forEach(listener -> listener.accept(event));
    }
}
