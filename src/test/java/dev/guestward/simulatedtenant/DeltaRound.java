package dev.guestward.simulatedtenant;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/**
 * One round of a delta query, from a first page to the delta link. It travels within the links.
 *
 * <p>A round has an upper bound, so that what happens while somebody pages comes in the next round.
 */
record DeltaRound(ObjectNode state) {
    private static final String SELECTED = "s";
    private static final String WANTED = "f";

    /** A round that starts behind a known change; 0 tells everything. */
    static DeltaRound start(String kind, long from, long to, long stirring, long epochSecond) {
        return new DeltaRound(Json.object()
                .put("k", kind)
                .put("from", from)
                .put("to", to)
                .put("stir", stirring)
                .put("cursor", stirring == 0 ? from : Long.MIN_VALUE)
                .put("at", epochSecond));
    }

    boolean isPage() {
        return state.has("cursor");
    }

    boolean isFirstPage() {
        return cursor() == (stirring() == 0 ? from() : Long.MIN_VALUE);
    }

    long from() {
        return state.path("from").asLong();
    }

    long to() {
        return state.path("to").asLong();
    }

    long cursor() {
        return state.path("cursor").asLong();
    }

    private long stirring() {
        return state.path("stir").asLong();
    }

    /** Whether the page before was left empty. */
    boolean followsEmptyPage() {
        return state.path("empty").asBoolean();
    }

    DeltaRound afterEmptyPage() {
        return new DeltaRound(state.deepCopy().put("empty", true));
    }

    DeltaRound at(long cursor) {
        var next = state.deepCopy().put("cursor", cursor);
        next.remove("empty");
        return new DeltaRound(next);
    }

    DeltaRound withOptionsOf(DeltaRound other) {
        var same = state.deepCopy();
        for (var option : List.of(SELECTED, WANTED)) {
            if (other.state.has(option)) {
                same.set(option, other.state.get(option));
            }
        }
        return new DeltaRound(same);
    }

    DeltaRound selecting(List<String> names) {
        ObjectNode same = state.deepCopy();
        same.set(SELECTED, Json.texts(names));
        return new DeltaRound(same);
    }

    DeltaRound filteredBy(List<String> ids) {
        ObjectNode same = state.deepCopy();
        same.set(WANTED, Json.texts(ids));
        return new DeltaRound(same);
    }

    /** The selected names in the order they were asked for; empty means the default ones. */
    List<String> selected() {
        return Json.textsOf(state, SELECTED);
    }

    List<String> wantedIds() {
        return Json.textsOf(state, WANTED);
    }

    boolean wants(Entry entry) {
        return !state.has(WANTED) || wantedIds().contains(entry.id());
    }

    /** What the delta link knows. */
    DeltaRound finished(long epochSecond) {
        var state = Json.object()
                .put("k", this.state.path("k").asText())
                .put("from", to())
                .put("at", epochSecond);
        return new DeltaRound(state).withOptionsOf(this);
    }

    /** Where an object stands in this round. */
    long position(Entry entry, long lastChange) {
        if (stirring() == 0) {
            return lastChange;
        }
        // the finalizer of SplittableRandom: neighbours end up far apart, and no two objects in one place
        long mixed = entry.ordinal() * 0x9E3779B97F4A7C15L + stirring();
        mixed = (mixed ^ (mixed >>> 30)) * 0xBF58476D1CE4E5B9L;
        mixed = (mixed ^ (mixed >>> 27)) * 0x94D049BB133111EBL;
        return mixed ^ (mixed >>> 31);
    }
}
