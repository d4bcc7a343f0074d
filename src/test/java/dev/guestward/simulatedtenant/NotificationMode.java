package dev.guestward.simulatedtenant;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Locale;

/**
 * What happens to notifications on their way.
 *
 * @param delayMillis how long they take, for {@code DELAY}; how long they are gathered, for {@code SHUFFLE}
 * @param factor how often each arrives, for {@code DUPLICATE}
 */
record NotificationMode(Kind kind, long delayMillis, int factor) {
    enum Kind {
        DELIVER,
        DROP,
        DELAY,
        DUPLICATE,
        SHUFFLE
    }

    static NotificationMode normal() {
        return new NotificationMode(Kind.DELIVER, 0, 1);
    }

    static NotificationMode from(JsonNode json) {
        var name = json.path("mode").asText("");
        Kind kind;
        try {
            kind = Kind.valueOf(name.toUpperCase(Locale.ROOT));
        } catch (IllegalArgumentException e) {
            throw new Unimplemented("notification mode '" + name + "'");
        }
        return switch (kind) {
            case DELIVER, DROP -> new NotificationMode(kind, 0, 1);
            case DELAY -> new NotificationMode(kind, json.path("delayMillis").asLong(5_000), 1);
            case DUPLICATE -> new NotificationMode(kind, 0, json.path("factor").asInt(2));
            case SHUFFLE -> new NotificationMode(kind, json.path("delayMillis").asLong(500), 1);
        };
    }

    ObjectNode toJson() {
        return Json.object()
                .put("mode", kind.name().toLowerCase(Locale.ROOT))
                .put("delayMillis", delayMillis)
                .put("factor", factor);
    }
}
