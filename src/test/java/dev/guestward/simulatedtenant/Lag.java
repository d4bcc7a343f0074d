package dev.guestward.simulatedtenant;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Set;

/**
 * How far the replicas lag behind.
 *
 * @param visibilityMillis how long a new or restored object cannot be read or referred to
 * @param listMillis how long it is missing in lists; never shorter than the former
 * @param deltaMillis how long any change is missing in delta queries, with everything that follows it
 * @param staleReadMillis how long reads tell of existing objects as they were before a change
 * @param share of the objects, changes and reads that lag, from 0 to 1
 */
record Lag(long visibilityMillis, long listMillis, long deltaMillis, long staleReadMillis, double share) {
    static final Lag NONE = new Lag(0, 0, 0, 0, 1);

    private static final long LONGEST = 86_400_000;
    private static final Set<String> FIELDS =
            Set.of("visibilityMillis", "listMillis", "deltaMillis", "staleReadMillis", "share");

    /** This lag with the parts that are named replaced. */
    Lag with(ObjectNode json) {
        var fields = new Fields(json, "").only(FIELDS);
        return new Lag(
                fields.whole("visibilityMillis", 0, LONGEST, visibilityMillis),
                fields.whole("listMillis", 0, LONGEST, listMillis),
                fields.whole("deltaMillis", 0, LONGEST, deltaMillis),
                fields.whole("staleReadMillis", 0, LONGEST, staleReadMillis),
                fields.number("share", 0, 1, share));
    }

    ObjectNode toJson() {
        return Json.object()
                .put("visibilityMillis", visibilityMillis)
                .put("listMillis", listMillis)
                .put("deltaMillis", deltaMillis)
                .put("staleReadMillis", staleReadMillis)
                .put("share", share);
    }
}
