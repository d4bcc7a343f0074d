package dev.guestward.simulatedtenant;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * Posts notifications until somebody takes them, for four hours at most, and judges endpoints by how they answer. Nobody
 * waits for it, and redirects are not followed.
 */
final class Deliveries implements AutoCloseable {
    static final Duration GIVE_UP_AFTER = Duration.ofHours(4);
    private static final Duration LONGEST_WAIT = Duration.ofMinutes(5);

    private final Clock clock;
    private final Alarms alarms;
    private final Duration firstRetry;
    private final HttpClient http = HttpClient.newHttpClient();
    private final Map<String, EndpointHealth> endpoints = new TreeMap<>();
    private final Set<CompletableFuture<?>> underWay = ConcurrentHashMap.newKeySet();
    private DeliveryPace pace = DeliveryPace.documented();
    private boolean closed;
    private long pending;
    private long delivered;
    private long failed;
    private long failedAttempts;
    private long dropped;

    Deliveries(Clock clock, Alarms alarms, Duration firstRetry) {
        this.clock = clock;
        this.alarms = alarms;
        this.firstRetry = firstRetry;
    }

    synchronized DeliveryPace pace() {
        return pace;
    }

    synchronized void setPace(DeliveryPace newPace) {
        pace = newPace;
    }

    /** Somebody waits for this many more notifications. */
    synchronized void expected(long notifications) {
        pending += notifications;
    }

    /** These expected notifications will never come. */
    synchronized void lost(long notifications) {
        pending -= notifications;
        dropped += notifications;
    }

    /** Sends expected notifications in one post. */
    void post(URI url, List<ObjectNode> items) {
        if (url.getHost() == null) {
            lost(items.size()); // an event hub, of which there is none here
            return;
        }
        var body = Json.object();
        body.putArray("value").addAll(items);
        var now = clock.instant();
        switch (health(url).state(now)) {
            case DROP -> lost(items.size());
            case SLOW ->
                alarms.in(EndpointHealth.WINDOW, () -> attempt(new Post(url, body, giveUp(), firstRetry, true)));
            case NORMAL -> attempt(new Post(url, body, giveUp(), firstRetry, true));
        }
    }

    private Instant giveUp() {
        return clock.instant().plus(GIVE_UP_AFTER);
    }

    private synchronized EndpointHealth health(URI url) {
        return endpoints.computeIfAbsent(url.getAuthority(), host -> new EndpointHealth());
    }

    private synchronized void attempt(Post post) {
        if (closed) {
            return;
        }
        var request = HttpRequest.newBuilder(post.url)
                .header("Content-Type", "application/json; charset=utf-8")
                .POST(HttpRequest.BodyPublishers.ofByteArray(Json.bytes(post.body)))
                .build();
        long millis = post.first ? pace.timeoutMillis() : pace.retryTimeoutMillis();
        long start = System.nanoTime();
        var answer = http.sendAsync(request, HttpResponse.BodyHandlers.discarding());
        underWay.add(answer);
        var unused = answer.thenApply(HttpResponse::statusCode)
                .orTimeout(millis, TimeUnit.MILLISECONDS)
                .handle((status, failure) -> {
                    underWay.remove(answer);
                    answer.cancel(true);
                    answered(post, status, failure, Duration.ofNanos(System.nanoTime() - start));
                    return post;
                });
    }

    private synchronized void answered(
            Post post, @Nullable Integer status, @Nullable Throwable failure, Duration taken) {
        if (closed) {
            return;
        }
        var cause = failure instanceof CompletionException ? failure.getCause() : failure;
        boolean timedOut = cause instanceof TimeoutException;
        if (status != null || timedOut) {
            boolean slow = timedOut || taken.toMillis() > pace.timeoutMillis();
            health(post.url).answered(clock.instant(), slow, timedOut && !post.first, pace.leastAnswers());
        }
        if (status != null && status / 100 == 2) {
            pending -= post.size();
            delivered += post.size();
            return;
        }
        failedAttempts++;
        if (clock.instant().isBefore(post.giveUp)) {
            alarms.in(post.backoff, () -> attempt(post.repeated()));
        } else {
            pending -= post.size();
            failed += post.size();
        }
    }

    synchronized void addTo(ObjectNode json) {
        var now = clock.instant();
        var worst = EndpointHealth.State.NORMAL;
        for (var health : endpoints.values()) {
            var state = health.state(now);
            worst = state.compareTo(worst) > 0 ? state : worst;
        }
        json.put("state", worst.spelling())
                .put("delivered", delivered)
                .put("failed", failed)
                .put("failedAttempts", failedAttempts)
                .put("dropped", dropped)
                .put("pending", pending);
        pace.addTo(json);
        var array = json.putArray("endpoints");
        endpoints.forEach((host, health) -> array.add(health.toJson(host, now)));
    }

    @Override
    public void close() {
        synchronized (this) {
            closed = true;
        }
        List.copyOf(underWay).forEach(answer -> answer.cancel(true));
    }

    /** One post, with what to do if nobody takes it. */
    private record Post(URI url, ObjectNode body, Instant giveUp, Duration backoff, boolean first) {
        int size() {
            return body.path("value").size();
        }

        Post repeated() {
            var next = backoff.multipliedBy(2);
            return new Post(url, body, giveUp, next.compareTo(LONGEST_WAIT) > 0 ? LONGEST_WAIT : next, false);
        }
    }
}
