package dev.guestward.simulatedtenant;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * An object of the directory. Guarded by the directory's lock.
 *
 * <p>Every change has a sequence number of the whole directory; delta queries and skip tokens are built on those.
 */
abstract class Entry {
    private final String id;
    private final long ordinal;
    private final ObjectNode properties;
    private Instant visibleAt;
    private Instant listedAt;
    private final Map<String, Long> changes = new HashMap<>();
    private long existenceChange;
    private long latestChange;

    Entry(String id, long ordinal, ObjectNode properties, Instant visibleAt, Instant listedAt) {
        this.id = id;
        this.ordinal = ordinal;
        this.properties = properties;
        this.visibleAt = visibleAt;
        this.listedAt = listedAt;
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

    /** Whether lists know it too, which takes them longer. */
    boolean listed(Instant now) {
        return visible(now) && !now.isBefore(listedAt);
    }

    /** The replicas have to hear of it anew. */
    void appear(Instant visible, Instant listed) {
        visibleAt = visible;
        listedAt = listed;
    }

    Instant visibleAt() {
        return visibleAt;
    }

    Instant listedAt() {
        return listedAt;
    }

    /** All property changes by name, for the state file. */
    Map<String, Long> changes() {
        return changes;
    }

    State state() {
        return new State(properties.objectNode().setAll(properties), null, null, false);
    }

    /** Takes a state of its own back on. */
    void become(State state) {
        properties.removeAll();
        properties.setAll(state.properties);
    }

    void touched(String property, long sequence) {
        latestChange = Math.max(latestChange, sequence);
        changes.put(property, sequence);
    }

    /** Created, deleted, restored or purged. */
    void existenceChanged(long sequence) {
        existenceChange = sequence;
        latestChange = Math.max(latestChange, sequence);
    }

    long changeOf(String property) {
        return changes.getOrDefault(property, 0L);
    }

    /** The last change of any kind. */
    long latestChange() {
        return latestChange;
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

    /** What reads tell about an object, at some time. */
    record State(
            ObjectNode properties,
            @Nullable String manager,
            @Nullable Instant deletedAt,
            boolean purged) {}
}
