package dev.guestward.simulatedtenant;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Clock;
import java.util.Map;
import java.util.TreeMap;

/** What Graph was asked for and what it cost. The requests within a batch count one by one, their envelope does not. */
final class Counters {
    private static final long SECONDS_KEPT = 600;

    private final Clock clock;
    private final Obedience obedience;
    private final Map<String, Family> families = new TreeMap<>();
    private final TreeMap<Long, Long> writesPerSecond = new TreeMap<>();
    private long requests;
    private long writes;
    private long accepted;
    private long throttled;
    private long units;

    Counters(Clock clock) {
        this.clock = clock;
        obedience = new Obedience(clock);
    }

    /** What clients did about the waiting times they were told. */
    Obedience obedience() {
        return obedience;
    }

    /**
     * Counts one request.
     *
     * @param family the method and path of its route
     * @param effective whether a write took effect, whatever the client was told
     */
    synchronized void count(String family, boolean write, boolean effective, int status, int cost) {
        requests++;
        units += cost;
        if (write) {
            writes++;
        }
        if (write && effective) {
            accepted++;
        }
        boolean refused = status == 429;
        if (refused) {
            throttled++;
        }
        families.merge(family, new Family(1, refused ? 1 : 0), Family::plus);
    }

    /** Counts a write that was charged to the directory's quota, refused or not. */
    synchronized void charged() {
        long second = clock.instant().getEpochSecond();
        writesPerSecond.merge(second, 1L, Long::sum);
        writesPerSecond.headMap(second - SECONDS_KEPT).clear();
    }

    synchronized void reset() {
        requests = 0;
        writes = 0;
        accepted = 0;
        throttled = 0;
        units = 0;
        families.clear();
        writesPerSecond.clear();
        obedience.reset();
    }

    synchronized ObjectNode snapshot() {
        var json = Json.object()
                .put("requests", requests)
                .put("writes", writes)
                .put("accepted", accepted)
                .put("throttled", throttled)
                .put("units", units)
                .put("early", obedience.early());
        var tooEarly = json.putArray("earlyCalls");
        obedience.named().forEach(tooEarly::add);
        var byFamily = json.putObject("families");
        families.forEach((name, family) ->
                byFamily.putObject(name).put("requests", family.requests).put("throttled", family.throttled));
        var bySecond = json.putObject("writesPerSecond");
        writesPerSecond.forEach((second, count) -> bySecond.put(Long.toString(second), count));
        return json;
    }

    private record Family(long requests, long throttled) {
        Family plus(Family other) {
            return new Family(requests + other.requests, throttled + other.throttled);
        }
    }
}
