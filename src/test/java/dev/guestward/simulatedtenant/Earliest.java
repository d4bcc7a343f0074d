package dev.guestward.simulatedtenant;

import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;

/** Keeps the entries with the earliest changes, without sorting all the others. */
final class Earliest {
    private final int most;
    private final PriorityQueue<Changed> kept =
            new PriorityQueue<>(Comparator.comparingLong(Changed::change).reversed());

    Earliest(int most) {
        this.most = most;
    }

    void add(long change, Entry entry) {
        var latest = kept.peek();
        if (kept.size() < most) {
            kept.add(new Changed(change, entry));
        } else if (latest != null && change < latest.change) {
            kept.poll();
            kept.add(new Changed(change, entry));
        }
    }

    List<Entry> inOrder() {
        return kept.stream()
                .sorted(Comparator.comparingLong(Changed::change))
                .map(Changed::entry)
                .toList();
    }

    private record Changed(long change, Entry entry) {}
}
