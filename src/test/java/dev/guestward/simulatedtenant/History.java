package dev.guestward.simulatedtenant;

import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/**
 * The latest changes of users and groups that already existed, so that a read can be answered as if it came before
 * them. Guarded by the directory's lock, and only reads may run in the past. Sponsors have no past here.
 */
final class History {
    private static final int MOST = 10_000;

    private final Deque<Change> changes = new ArrayDeque<>();

    /** Takes note of an object that is about to change. */
    void before(Entry entry, Instant now) {
        add(new StateChange(now, entry, entry.state()));
    }

    /** Takes note of members that come or go. */
    void members(GroupEntry group, Collection<String> userIds, boolean came, Instant now) {
        add(new MemberChange(now, group, List.copyOf(userIds), came));
    }

    private void add(Change change) {
        if (changes.size() == MOST) {
            changes.removeFirst();
        }
        changes.addLast(change);
    }

    /** Does something as if everything after that time had not happened yet. */
    <T> T asOf(Instant then, Supplier<T> work) {
        return without(newest -> newest.at().isAfter(then), true, work);
    }

    /**
     * Does something as if the last change had not happened yet: that of an object among these ids, or the last of all
     * if none of them is known to have changed.
     */
    <T> T beforeLastChange(Collection<String> ids, Supplier<T> work) {
        boolean named = changes.stream().anyMatch(change -> ids.stream().anyMatch(change::concerns));
        return without(change -> !named || ids.stream().anyMatch(change::concerns), false, work);
    }

    private interface Which {
        boolean undone(Change change);
    }

    private <T> T without(Which which, boolean all, Supplier<T> work) {
        var now = new Present();
        try {
            Iterator<Change> newestFirst = changes.descendingIterator();
            while (newestFirst.hasNext()) {
                var change = newestFirst.next();
                boolean undone = which.undone(change);
                if (undone) {
                    change.undo(now);
                }
                if (undone != all) {
                    break;
                }
            }
            return work.get();
        } finally {
            now.restore();
        }
    }

    private interface Change {
        Instant at();

        boolean concerns(String id);

        void undo(Present present);
    }

    private record StateChange(Instant at, Entry entry, Entry.State before) implements Change {
        @Override
        public boolean concerns(String id) {
            return entry.id().equalsIgnoreCase(id);
        }

        @Override
        public void undo(Present present) {
            present.states.putIfAbsent(entry, entry.state());
            entry.become(before);
        }
    }

    private record MemberChange(Instant at, GroupEntry group, List<String> userIds, boolean came) implements Change {
        @Override
        public boolean concerns(String id) {
            return group.id().equalsIgnoreCase(id) || userIds.contains(id);
        }

        @Override
        public void undo(Present present) {
            var flipped = userIds.stream()
                    .filter(id -> came ? group.members.remove(id) : group.members.add(id))
                    .toList();
            present.flipped.push(new MemberChange(at, group, flipped, came));
        }

        private void redo() {
            userIds.forEach(came ? group.members::add : group.members::remove);
        }
    }

    /** What to put back afterwards. */
    private static final class Present {
        private final Map<Entry, Entry.State> states = new IdentityHashMap<>();
        private final Deque<MemberChange> flipped = new ArrayDeque<>();

        void restore() {
            states.forEach(Entry::become);
            flipped.forEach(MemberChange::redo);
        }
    }
}
