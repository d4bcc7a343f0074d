package dev.guestward.safety;

import java.time.Instant;
import java.util.Comparator;
import java.util.Optional;
import java.util.PriorityQueue;

/** What is going to happen in a simulation, in its order. */
final class Agenda {
    private final PriorityQueue<Entry> entries =
            new PriorityQueue<>(Comparator.comparing(Entry::at).thenComparing(Entry::number));
    private long number;

    private record Entry(Instant at, long number, Runnable what) {}

    void at(Instant time, Runnable what) {
        entries.add(new Entry(time, number++, what));
    }

    Optional<Instant> next() {
        return Optional.ofNullable(entries.peek()).map(Entry::at);
    }

    /** Does what is due. */
    void runUntil(Instant now) {
        while (next().filter(at -> !at.isAfter(now)).isPresent()) {
            entries.remove().what().run();
        }
    }
}
