package dev.guestward.simulatedtenant;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Remembers who was told to come back later with what, and counts those who came sooner. */
final class Obedience {
    private static final int MOST_REMEMBERED = 10_000;
    private static final int MOST_NAMED = 20;

    private final Clock clock;
    private final Map<String, Instant> notBefore = new HashMap<>();
    private final List<String> named = new ArrayList<>();
    private long early;

    Obedience(Clock clock) {
        this.clock = clock;
    }

    synchronized void arrived(Request request) {
        if (notBefore.isEmpty()) {
            return;
        }
        var then = notBefore.get(key(request));
        var now = clock.instant();
        if (then != null && now.isBefore(then)) {
            early++;
            if (named.size() < MOST_NAMED) {
                named.add(request.method() + " " + request.pathText() + " " + request.query() + ", "
                        + Duration.between(now, then).toMillis() + " ms too early");
            }
        }
    }

    /** Takes note of an answer; one that names no number of seconds obliges to nothing. */
    synchronized void answered(Request request, Response response) {
        var seconds = response.headers().getOrDefault("Retry-After", "");
        if (response.status() != 429 || !seconds.matches("\\d{1,6}")) {
            return;
        }
        var now = clock.instant();
        if (notBefore.size() >= MOST_REMEMBERED) {
            notBefore.values().removeIf(then -> !now.isBefore(then));
        }
        notBefore.put(key(request), now.plusSeconds(Long.parseLong(seconds)));
    }

    synchronized long early() {
        return early;
    }

    /** The first of those that came too early, and by how much. */
    synchronized List<String> named() {
        return List.copyOf(named);
    }

    synchronized void reset() {
        early = 0;
        named.clear();
        notBefore.clear();
    }

    private static String key(Request request) {
        return String.join(
                "\n",
                app(request),
                request.method(),
                request.pathText(),
                new TreeMap<>(request.query()).toString(),
                new String(request.body(), StandardCharsets.UTF_8));
    }

    /** The application a request names; nobody has to believe it here, so the token is not verified. */
    private static String app(Request request) {
        var caller = request.caller();
        if (caller != null) {
            return caller.app().clientId();
        }
        var parts = request.header("authorization").orElse("").split("\\.", -1);
        if (parts.length != 3) {
            return "";
        }
        try {
            return Json.parse(Base64.getUrlDecoder().decode(parts[1]))
                    .path("appid")
                    .asText();
        } catch (IOException | IllegalArgumentException e) {
            return "";
        }
    }
}
