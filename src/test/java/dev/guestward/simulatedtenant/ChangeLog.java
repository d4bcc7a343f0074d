package dev.guestward.simulatedtenant;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Every accepted change in the order in which it took effect: what tests hold the product's claims against. */
final class ChangeLog {
    private final Clock clock;
    private final List<ObjectNode> entries = new ArrayList<>();

    private final @Nullable LogFile file;

    /** A log that goes on after what is in the file, if there is one. */
    ChangeLog(Clock clock, @Nullable LogFile file) {
        this.clock = clock;
        this.file = file;
        if (file != null) {
            entries.addAll(file.known());
        }
    }

    /** Must be called where the change takes effect, under the directory's lock. */
    void accepted(String app, String method, String path, JsonNode body) {
        accepted(app, method, path, body, null);
    }

    /** @param requestId what the answer calls it */
    synchronized void accepted(String app, String method, String path, JsonNode body, @Nullable String requestId) {
        var entry = Json.object()
                .put("seq", entries.size() + 1L)
                .put("at", clock.instant().toString())
                .put("app", app)
                .put("method", method)
                .put("path", path);
        entry.set("body", body);
        if (requestId != null) {
            entry.put("requestId", requestId);
        }
        entries.add(entry);
        if (file != null) {
            file.write(entry);
        }
    }

    synchronized void close() {
        if (file != null) {
            file.close();
        }
    }

    synchronized ArrayNode after(long seq) {
        var tail = Json.array();
        entries.subList((int) Math.min(Math.max(seq, 0), entries.size()), entries.size())
                .forEach(tail::add);
        return tail;
    }
}
