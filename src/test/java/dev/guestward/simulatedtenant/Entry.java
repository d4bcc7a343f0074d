package dev.guestward.simulatedtenant;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;

/**
 * An object of the directory. Guarded by the directory's lock.
 *
 * <p>Every change has a sequence number of the whole directory; delta queries and skip tokens are built on those.
 */
abstract class Entry {
    private final String id;
    private final long ordinal;
    private final ObjectNode properties;
    private final Instant visibleAt;
    private final Map<String, Long> changes = new HashMap<>();
    private long existenceChange;

    Entry(String id, long ordinal, ObjectNode properties, Instant visibleAt) {
        this.id = id;
        this.ordinal = ordinal;
        this.properties = properties;
        this.visibleAt = visibleAt;
    }

    String id() {
        return id;
    }

    /** Grows with every new object; listings are in this order. */
    long ordinal() {
        return ordinal;
    }

    /** The properties in Graph's spelling. Callers do not change them; the directory does. */
    ObjectNode properties() {
        return properties;
    }

    String text(String property) {
        return properties.path(property).asText("");
    }

    /** Whether the replicas have caught up with the creation of this object. */
    boolean visible(Instant now) {
        return !now.isBefore(visibleAt);
    }

    void touched(String property, long sequence) {
        changes.put(property, sequence);
    }

    /** Created, deleted, restored or purged. */
    void existenceChanged(long sequence) {
        existenceChange = sequence;
    }

    long changeOf(String property) {
        return changes.getOrDefault(property, 0L);
    }

    long existenceChange() {
        return existenceChange;
    }

    /** The last change up to a point that somebody notices who only looks at these properties; 0 if there is none. */
    long lastChange(Collection<String> tracked, long upTo) {
        long last = existenceChange <= upTo ? existenceChange : 0;
        for (var property : tracked) {
            long change = changeOf(property);
            last = change <= upTo ? Math.max(last, change) : last;
        }
        return last;
    }

    abstract boolean live();
}
