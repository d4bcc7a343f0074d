package dev.guestward.directory.changes;

import dev.guestward.directory.DeletedUser;
import dev.guestward.directory.DeltaExpired;
import dev.guestward.directory.DeltaPage;
import dev.guestward.directory.DirectoryUnavailable;
import dev.guestward.directory.DirectoryUser;
import dev.guestward.directory.GuestDirectory;
import dev.guestward.directory.ManagedAccounts;
import dev.guestward.directory.ObjectId;
import dev.guestward.directory.ReadTogether;
import dev.guestward.directory.Trouble;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.CannotGetJdbcConnectionException;

/** A directory of a few accounts, and a register that writes down what it is told of them. */
final class ImaginedDirectory implements ManagedAccounts {
    final Map<ObjectId, DirectoryUser> present = new ConcurrentHashMap<>();
    final Set<ObjectId> bin = new HashSet<>();
    final Map<ObjectId, DirectoryUnavailable> unreadable = new HashMap<>();
    final Set<ObjectId> poisonous = new HashSet<>();
    final Set<ObjectId> managed = ConcurrentHashMap.newKeySet();
    final List<ObjectId> asked = new CopyOnWriteArrayList<>();
    final List<ObjectId> seen = Collections.synchronizedList(new ArrayList<>());
    /** What the register knows of each account: the state it was in when it was last seen. */
    final Map<ObjectId, String> register = new ConcurrentHashMap<>();

    final AtomicInteger acted = new AtomicInteger();
    final Set<ObjectId> changed = new LinkedHashSet<>();
    final List<ObjectId> notFound = new ArrayList<>();
    final Map<ObjectId, Boolean> gone = new LinkedHashMap<>();
    final Deque<DeltaPage> pages = new ArrayDeque<>();
    final List<String> cursors = new ArrayList<>();
    /** How often the register cannot be asked, as when its database is away. */
    final AtomicInteger awayFor = new AtomicInteger();

    boolean expired;
    int wholeRounds;
    long expectedCount;

    /** The port, as far as the intake needs it. */
    GuestDirectory port() {
        return (GuestDirectory) Proxy.newProxyInstance(
                getClass().getClassLoader(),
                new Class<?>[] {GuestDirectory.class},
                (proxy, method, arguments) -> switch (method.getName()) {
                    case "users" -> users((Collection<?>) arguments[0]);
                    case "deletedUser" -> deleted((ObjectId) arguments[0]);
                    case "changedUsers" -> page((String) arguments[0]);
                    default -> throw new UnsupportedOperationException(method.getName());
                });
    }

    private ReadTogether<DirectoryUser> users(Collection<?> ids) {
        Map<ObjectId, DirectoryUser> found = new HashMap<>();
        Map<ObjectId, DirectoryUnavailable> failed = new HashMap<>();
        for (Object one : ids) {
            ObjectId id = (ObjectId) one;
            asked.add(id);
            if (unreadable.containsKey(id)) {
                failed.put(id, unreadable.get(id));
            } else if (present.containsKey(id)) {
                found.put(id, present.get(id));
            }
        }
        return new ReadTogether<>(found, failed);
    }

    private Optional<DeletedUser> deleted(ObjectId id) {
        return bin.contains(id) ? Optional.of(new DeletedUser(id, null, List.of())) : Optional.empty();
    }

    private DeltaPage page(@Nullable String cursor) {
        cursors.add(String.valueOf(cursor));
        if (expired && cursor != null) {
            expired = false;
            throw new DeltaExpired("too old");
        }
        return pages.isEmpty() ? new DeltaPage(List.of(), "end-" + UUID.randomUUID(), true) : pages.remove();
    }

    /** A managed account that is there. */
    ObjectId account() {
        ObjectId id = new ObjectId(UUID.randomUUID().toString());
        managed.add(id);
        present.put(id, user(id, "0"));
        return id;
    }

    /** Somebody changes the account. */
    void change(ObjectId id) {
        String before = Objects.requireNonNull(present.get(id)).displayName();
        present.put(id, user(id, String.valueOf(Integer.parseInt(String.valueOf(before)) + 1)));
        changed.add(id);
    }

    /** The state of every account that has changed, as the register should know it. */
    Map<ObjectId, String> state() {
        return changed.stream()
                .collect(Collectors.toMap(
                        id -> id,
                        id -> String.valueOf(
                                Objects.requireNonNull(present.get(id)).displayName())));
    }

    /** The next delta round tells of everything that has changed, in pages. */
    void tellByDelta() {
        List<ObjectId> all = List.copyOf(changed);
        for (int from = 0; from < all.size(); from += 100) {
            int to = Math.min(all.size(), from + 100);
            pages.add(new DeltaPage(
                    all.subList(from, to).stream()
                            .map(id -> new DeltaPage.Entry(id, null, present.get(id)))
                            .toList(),
                    "page-" + from,
                    to == all.size()));
        }
    }

    private static DirectoryUser user(ObjectId id, String state) {
        return user(id, state, true);
    }

    static DirectoryUser user(ObjectId id, String state, boolean enabled) {
        return new DirectoryUser(
                id,
                DirectoryUser.Kind.GUEST,
                DirectoryUser.Redemption.ACCEPTED,
                null,
                enabled,
                state,
                null,
                null,
                List.of(),
                null,
                false,
                null,
                null);
    }

    void delete(ObjectId id) {
        present.remove(id);
        bin.add(id);
    }

    void busy(ObjectId id, Duration wait) {
        unreadable.put(id, new DirectoryUnavailable("Reading accounts failed", Trouble.SERVICE, wait));
    }

    @Override
    public Set<ObjectId> managed(Collection<ObjectId> ids) {
        if (awayFor.getAndUpdate(left -> Math.max(0, left - 1)) > 0) {
            throw new CannotGetJdbcConnectionException("the database is away");
        }
        Set<ObjectId> ours = new LinkedHashSet<>(ids);
        ours.retainAll(managed);
        return ours;
    }

    @Override
    public void seen(DirectoryUser user, Instant at) {
        if (poisonous.contains(user.id())) {
            throw new IllegalStateException("nobody has thought of this");
        }
        seen.add(user.id());
        String state = String.valueOf(user.displayName());
        if (!state.equals(register.put(user.id(), state))) {
            acted.incrementAndGet();
        }
    }

    @Override
    public void notFound(ObjectId id, Instant at) {
        notFound.add(id);
    }

    @Override
    public void gone(ObjectId id, boolean restorable, Instant at) {
        gone.put(id, restorable);
    }

    @Override
    public Set<ObjectId> expected(Collection<ObjectId> ids) {
        Set<ObjectId> expected = managed(ids);
        expected.removeAll(gone.keySet());
        return expected;
    }

    @Override
    public void wholeRound() {
        wholeRounds++;
    }

    @Override
    public long expectedCount() {
        return expectedCount;
    }
}
