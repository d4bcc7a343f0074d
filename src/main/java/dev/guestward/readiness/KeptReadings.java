package dev.guestward.readiness;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

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

    /** @param forgotten whether it is to be read anew; until then it is still what is known */
    private record Kept<V>(Reading<V> reading, Instant at, boolean forgotten) {}

    /** One reader at a time: the others find what it has read. */
    synchronized Reading<V> of(K key) {
        Kept<V> last = readings.get(key);
        if (last != null && isFresh(last)) {
            return last.reading();
        }
        Instant asked = clock.instant();
        Reading<V> reading = Reading.of(() -> read.apply(key));
        readings.put(key, new Kept<>(reading, asked, false));
        return reading;
    }

    /** What was read lately; null if nothing was, or it could not be read. Asks nobody and waits for no reader. */
    @Nullable
    V known(K key) {
        Kept<V> last = readings.get(key);
        return last != null && isBelieved(last) ? last.reading().value() : null;
    }

    /** Whether it is time to ask. What could not be read counts as asked. */
    boolean isOld(K key) {
        Kept<V> last = readings.get(key);
        return last == null || !isBelieved(last);
    }

    private boolean isBelieved(Kept<V> last) {
        return clock.instant().isBefore(last.at().plus(kept));
    }

    private boolean isFresh(Kept<V> last) {
        if (last.forgotten()) {
            return false;
        }
        Duration good = last.reading().failure() == null ? kept : AT_MOST_EVERY;
        return clock.instant().isBefore(last.at().plus(good));
    }

    /** What is older than a minute is read anew when it is wanted next. Waits for no reader. */
    void forget() {
        Instant now = clock.instant();
        readings.replaceAll((key, last) -> new Kept<>(
                last.reading(),
                last.at(),
                last.forgotten() || !now.isBefore(last.at().plus(AT_MOST_EVERY))));
    }
}
