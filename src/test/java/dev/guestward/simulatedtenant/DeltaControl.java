package dev.guestward.simulatedtenant;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.time.Instant;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;

/**
 * How well delta queries behave: {@code GET} and {@code PUT /_sim/delta}.
 *
 * <p>All of it is within what Graph promises, except {@code loop}, a next link that leads nowhere.
 */
final class DeltaControl {
    private static final Set<String> FIELDS =
            Set.of("pageSize", "emptyPages", "replays", "shuffle", "gone", "lagMillis", "loop");

    private static final int LONGEST_HISTORY = 100_000;

    private final Directory directory;
    private final Random random = new Random(29);
    private final TreeMap<Instant, Long> history = new TreeMap<>();
    private long forgotten;
    private long pageSize;
    private double emptyPages;
    private double replays;
    private boolean shuffle;
    private long gone;
    private long lagMillis;
    private long loop;

    DeltaControl(Directory directory, int pageSize) {
        this.directory = directory;
        this.pageSize = pageSize;
        forgotten = directory.sequence();
        directory.onEvent(this::happened);
    }

    void addTo(Router<Handler> router) {
        ControlRoutes.add(router, "GET /_sim/delta", request -> Response.json(200, toJson()));
        ControlRoutes.add(router, "PUT /_sim/delta", request -> {
            change(ControlBody.of(request, FIELDS));
            return Response.json(200, toJson());
        });
    }

    private synchronized void change(ControlBody body) {
        pageSize = body.number("pageSize", pageSize, 1);
        emptyPages = body.share("emptyPages", emptyPages);
        replays = body.share("replays", replays);
        shuffle = body.flag("shuffle", shuffle);
        gone = body.number("gone", gone, 0);
        lagMillis = body.number("lagMillis", lagMillis, 0);
        loop = body.number("loop", loop, 0);
    }

    private synchronized ObjectNode toJson() {
        return Json.object()
                .put("pageSize", pageSize)
                .put("emptyPages", emptyPages)
                .put("replays", replays)
                .put("shuffle", shuffle)
                .put("gone", gone)
                .put("lagMillis", lagMillis)
                .put("loop", loop);
    }

    private synchronized void happened(DirectoryEvent event) {
        history.put(event.at(), event.sequence());
        if (history.size() > LONGEST_HISTORY) {
            forgotten = history.pollFirstEntry().getValue();
        }
    }

    /** The newest change delta queries tell about now. */
    synchronized long newestChange() {
        long replicated = directory.replicatedSequence();
        if (lagMillis == 0) {
            return replicated;
        }
        var known = history.floorEntry(directory.now().minus(Duration.ofMillis(lagMillis)));
        return Math.min(replicated, known == null ? forgotten : known.getValue());
    }

    synchronized int pageSize() {
        return (int) Math.min(pageSize, Integer.MAX_VALUE);
    }

    synchronized boolean leavesPageEmpty() {
        return random.nextDouble() < emptyPages;
    }

    /** How many objects of earlier pages a page repeats; at least one once there are replays at all. */
    synchronized int replaysOn(int items) {
        return replays == 0 ? 0 : (int) Math.max(1, Math.round(items * replays));
    }

    /** The order of a new round: 0 for the order of changes, else what to stir with. */
    synchronized long stirring() {
        return shuffle ? random.nextLong() | 1 : 0;
    }

    synchronized int any(int bound) {
        return random.nextInt(bound);
    }

    /** Whether the service forgets its state in this call. */
    synchronized boolean forgets() {
        return gone > 0 && gone-- > 0;
    }

    /** Whether the next link of this page leads to the same page again. */
    synchronized boolean loops() {
        return loop > 0 && loop-- > 0;
    }
}
