package dev.guestward.simulatedtenant;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Locale;
import java.util.Set;

/**
 * What happens to notifications on their way.
 *
 * @param share how many of them it happens to; the others are delivered as usual
 * @param delayMillis how long they take, for {@code DELAY}; how long they are gathered, for {@code SHUFFLE}
 * @param factor how often each arrives, for {@code DUPLICATE}
 */
record NotificationMode(Kind kind, double share, long delayMillis, int factor) {
    static final Set<String> FIELDS = Set.of("mode", "share", "delayMillis", "factor");

    enum Kind {
        DELIVER,
        DROP,
        DELAY,
        DUPLICATE,
        SHUFFLE
    }

    static NotificationMode normal() {
        return of(Kind.DELIVER);
    }

    static NotificationMode from(JsonNode json) {
        var name = json.path("mode").asText("");
        try {
            return of(Kind.valueOf(name.toUpperCase(Locale.ROOT)));
        } catch (IllegalArgumentException e) {
            throw new Unimplemented("notification mode '" + name + "'");
        }
    }

    private static NotificationMode of(Kind kind) {
        return new NotificationMode(
                kind,
                1,
                switch (kind) {
                    case DELAY -> 5_000;
                    case SHUFFLE -> 500;
                    default -> 0;
                },
                kind == Kind.DUPLICATE ? 2 : 1);
    }

    /** A named mode starts from its own defaults; without one, the fields change the mode there is. */
    NotificationMode changedBy(ControlBody body) {
        var base = body.json().has("mode") ? from(body.json()) : this;
        return new NotificationMode(
                base.kind, body.share("share", base.share), body.number("delayMillis", base.delayMillis, 0), (int)
                        body.number("factor", base.factor, 1));
    }

    ObjectNode toJson() {
        return Json.object()
                .put("mode", kind.name().toLowerCase(Locale.ROOT))
                .put("share", share)
                .put("delayMillis", delayMillis)
                .put("factor", factor);
    }
}
