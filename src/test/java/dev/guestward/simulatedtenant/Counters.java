package dev.guestward.simulatedtenant;

import com.fasterxml.jackson.databind.node.ObjectNode;

/** What Graph was asked for and what it cost. The requests within a batch count one by one, their envelope does not. */
final class Counters {
    private long requests;
    private long writes;
    private long accepted;
    private long throttled;
    private long units;

    /**
     * Counts one request.
     *
     * @param effective whether a write took effect, whatever the client was told
     */
    synchronized void count(boolean write, boolean effective, int status, int cost) {
        requests++;
        units += cost;
        if (write) {
            writes++;
        }
        if (write && effective) {
            accepted++;
        }
        if (status == 429) {
            throttled++;
        }
    }

    synchronized void reset() {
        requests = 0;
        writes = 0;
        accepted = 0;
        throttled = 0;
        units = 0;
    }

    synchronized ObjectNode snapshot() {
        return Json.object()
                .put("requests", requests)
                .put("writes", writes)
                .put("accepted", accepted)
                .put("throttled", throttled)
                .put("units", units);
    }
}
