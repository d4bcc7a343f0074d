package dev.guestward.simulatedtenant;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * Subscriptions and the delivery of notifications to them: in batches, at least once, in real time and by threads of its
 * own.
 */
final class Notifications implements AutoCloseable {
    private static final Duration FIRST_TIMEOUT = Duration.ofSeconds(3);
    private static final Duration RETRY_TIMEOUT = Duration.ofSeconds(10);
    private static final Duration HANDSHAKE_TIMEOUT = Duration.ofSeconds(10);
    private static final Duration GIVE_UP_AFTER = Duration.ofHours(4);
    private static final Duration LONGEST_WAIT = Duration.ofMinutes(5);
    private static final long GATHER_MILLIS = 50;
    private static final int LARGEST_BATCH = 100;
    /** Ticks of 100 ns between the year 1 and 1970, the way the service counts. */
    private static final long TICKS_TO_EPOCH = 621_355_968_000_000_000L;

    private static final DateTimeFormatter EVENT_TIME =
            DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSSSSSS'Z'").withZone(ZoneOffset.UTC);
    private static final DateTimeFormatter EXPIRY =
            DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ssxxx").withZone(ZoneOffset.UTC);

    private final Directory directory;
    private final Duration firstRetry;
    private final Map<String, Subscription> subscriptions = new ConcurrentHashMap<>();
    private final Map<URI, List<ObjectNode>> gathered = new HashMap<>();
    private final Random random = new Random(11);
    private final ScheduledExecutorService scheduler = Executors.newScheduledThreadPool(2, runnable -> {
        var thread = new Thread(runnable, "simulated-notifications");
        thread.setDaemon(true);
        return thread;
    });
    private final HttpClient http =
            HttpClient.newBuilder().connectTimeout(FIRST_TIMEOUT).build();
    private NotificationMode mode = NotificationMode.normal();
    private long delivered;
    private long failedAttempts;
    private long dropped;

    Notifications(Directory directory, Duration firstRetry) {
        this.directory = directory;
        this.firstRetry = firstRetry;
    }

    void put(Subscription subscription) {
        subscriptions.put(subscription.id(), subscription);
    }

    void remove(String id) {
        subscriptions.remove(id);
    }

    /** The subscriptions of an application that have not expired; expired ones are gone without a word. */
    List<Subscription> of(AppRegistration app) {
        return all().stream()
                .filter(subscription -> subscription.app().equals(app))
                .toList();
    }

    List<Subscription> all() {
        var now = directory.now();
        subscriptions.values().removeIf(subscription -> !subscription.expires().isAfter(now));
        return List.copyOf(subscriptions.values());
    }

    synchronized void setMode(NotificationMode newMode) {
        mode = newMode;
    }

    synchronized ObjectNode state() {
        return mode.toJson()
                .put("delivered", delivered)
                .put("failedAttempts", failedAttempts)
                .put("dropped", dropped);
    }

    /**
     * Asks an endpoint whether it wants notifications.
     *
     * @return what is wrong with its answer, or nothing
     */
    Optional<String> handshake(URI url) {
        var token =
                "Validation: Testing client application reachability for subscription Request-Id: " + Directory.newId();
        var separator = url.getQuery() == null ? "?" : "&";
        var request = HttpRequest.newBuilder(URI.create(
                        url + separator + "validationToken=" + URLEncoder.encode(token, StandardCharsets.UTF_8)))
                .timeout(HANDSHAKE_TIMEOUT)
                .header("Content-Type", "text/plain; charset=utf-8")
                .POST(HttpRequest.BodyPublishers.noBody())
                .build();
        try {
            var response = http.send(request, HttpResponse.BodyHandlers.ofString());
            if (response.statusCode() != 200) {
                return Optional.of("Notification endpoint must respond with 200 OK to validation request, but answered "
                        + response.statusCode() + ".");
            }
            var type = response.headers().firstValue("Content-Type").orElse("");
            if (!type.startsWith("text/plain")) {
                return Optional.of("The content type must be text/plain, but was '" + type + "'.");
            }
            return response.body().equals(token)
                    ? Optional.empty()
                    : Optional.of("The body must be the decoded validation token.");
        } catch (IOException e) {
            return Optional.of(
                    "The request timed out or failed: " + e.getClass().getSimpleName());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.of("The request was interrupted.");
        }
    }

    /** Takes an event on its way; called under the directory's lock, so it only files it. */
    void changed(DirectoryEvent event) {
        for (var subscription : all()) {
            if (subscription.matches(event)) {
                file(subscription.notificationUrl(), notification(subscription, event));
            }
        }
    }

    private synchronized void file(URI url, ObjectNode notification) {
        if (mode.kind() == NotificationMode.Kind.DROP) {
            dropped++;
            return;
        }
        boolean first = !gathered.containsKey(url);
        gathered.computeIfAbsent(url, key -> new ArrayList<>()).add(notification);
        if (first && !scheduler.isShutdown()) {
            scheduler.schedule(() -> flush(url), Math.max(mode.delayMillis(), GATHER_MILLIS), TimeUnit.MILLISECONDS);
        }
    }

    private void flush(URI url) {
        List<ObjectNode> items;
        NotificationMode how;
        synchronized (this) {
            var waiting = gathered.remove(url);
            items = new ArrayList<>(waiting == null ? List.of() : waiting);
            how = mode;
            if (how.kind() == NotificationMode.Kind.SHUFFLE) {
                Collections.shuffle(items, random);
            }
        }
        int size = how.kind() == NotificationMode.Kind.SHUFFLE ? 1 : LARGEST_BATCH;
        for (int start = 0; start < items.size(); start += size) {
            var body = Json.object();
            body.putArray("value").addAll(items.subList(start, Math.min(start + size, items.size())));
            for (int copy = 0; copy < Math.max(how.factor(), 1); copy++) {
                attempt(url, body, firstRetry, Instant.now().plus(GIVE_UP_AFTER), FIRST_TIMEOUT);
            }
        }
    }

    private void attempt(URI url, ObjectNode body, Duration wait, Instant giveUp, Duration timeout) {
        var request = HttpRequest.newBuilder(url)
                .timeout(timeout)
                .header("Content-Type", "application/json; charset=utf-8")
                .POST(HttpRequest.BodyPublishers.ofByteArray(Json.bytes(body)))
                .build();
        var unused = http.sendAsync(request, HttpResponse.BodyHandlers.discarding())
                .handle((response, failure) -> {
                    boolean accepted = failure == null && response.statusCode() / 100 == 2;
                    answered(accepted, body.path("value").size());
                    if (!accepted && !scheduler.isShutdown() && Instant.now().isBefore(giveUp)) {
                        var next =
                                wait.multipliedBy(2).compareTo(LONGEST_WAIT) > 0 ? LONGEST_WAIT : wait.multipliedBy(2);
                        scheduler.schedule(
                                () -> attempt(url, body, next, giveUp, RETRY_TIMEOUT),
                                wait.toMillis(),
                                TimeUnit.MILLISECONDS);
                    }
                    return accepted;
                });
    }

    private synchronized void answered(boolean accepted, int size) {
        if (accepted) {
            delivered += size;
        } else {
            failedAttempts++;
        }
    }

    private static ObjectNode notification(Subscription subscription, DirectoryEvent event) {
        var resource = event.collection() + "/" + event.id();
        var notification = Json.object()
                .put("subscriptionId", subscription.id())
                .put("subscriptionExpirationDateTime", EXPIRY.format(subscription.expires()))
                .put("changeType", event.changeType());
        if (subscription.clientState() != null) {
            notification.put("clientState", subscription.clientState());
        }
        var data = notification
                .put("tenantId", Seeds.TENANT_ID)
                .put("resource", resource)
                .putObject("resourceData")
                .put("@odata.type", event.users() ? "#Microsoft.Graph.User" : "#Microsoft.Graph.Group")
                .put("@odata.id", resource)
                .put("id", event.id())
                .put("organizationId", Seeds.TENANT_ID)
                .put("eventTime", EVENT_TIME.format(event.at()))
                .put("sequenceNumber", ticks(event.at()));
        if (event.membersDelta() != null) {
            data.set("members@delta", event.membersDelta());
        }
        return notification;
    }

    private static long ticks(Instant at) {
        return TICKS_TO_EPOCH + at.getEpochSecond() * 10_000_000L + at.getNano() / 100;
    }

    @Override
    public void close() {
        scheduler.shutdownNow();
    }
}
