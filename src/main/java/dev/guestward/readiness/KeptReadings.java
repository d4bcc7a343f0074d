package dev.guestward.readiness;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

/**
 * Readings of rules of one kind, kept because the directory limits how often they may be asked for, one kind to once a
 * second for everybody in the tenant. What could not be read is asked for again after a minute.
 */
final class KeptReadings<K, V> {
    /** Nothing is asked for more often, whoever wants it anew. */
    static final Duration AT_MOST_EVERY = Duration.ofMinutes(1);

    private final Function<K, V> read;
    private final Duration kept;
    private final Clock clock;
    private final Map<K, Kept<V>> readings = new ConcurrentHashMap<>();

    KeptReadings(Function<K, V> read, Duration kept, Clock clock) {
        this.read = read;
        this.kept = kept;
        this.clock = clock;
    }

    private record Kept<V>(Reading<V> reading, Instant at) {}

    /** One reader at a time: the others find what it has read. */
    synchronized Reading<V> of(K key) {
        Kept<V> last = readings.get(key);
        if (last != null && isFresh(last)) {
            return last.reading();
        }
        Instant asked = clock.instant();
        Reading<V> reading = Reading.of(() -> read.apply(key));
        readings.put(key, new Kept<>(reading, asked));
        return reading;
    }

    private boolean isFresh(Kept<V> last) {
        Duration good = last.reading().failure() == null ? kept : AT_MOST_EVERY;
        return clock.instant().isBefore(last.at().plus(good));
    }

    /** Forgets what is older than a minute. Waits for no reader. */
    void forget() {
        Instant now = clock.instant();
        readings.values().removeIf(last -> !now.isBefore(last.at().plus(AT_MOST_EVERY)));
    }
}
