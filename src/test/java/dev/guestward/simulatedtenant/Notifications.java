package dev.guestward.simulatedtenant;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/**
 * Subscriptions, their authorizations, and what becomes of the notifications they ask for: gathered into batches, held
 * back, delayed, doubled or lost. Delivery is the business of {@link Deliveries}.
 */
final class Notifications implements AutoCloseable {
    private static final Duration GATHER = Duration.ofMillis(50);
    private static final Duration REMIND_AGAIN_AFTER = Duration.ofMinutes(15);
    private static final int LARGEST_BATCH = 100;

    private final Directory directory;
    private final Alarms alarms;
    private final Deliveries deliveries;
    private final Handshake handshake = new Handshake();
    private final Map<String, Subscription> subscriptions = new LinkedHashMap<>();
    private final Map<String, Authorization> authorizations = new HashMap<>();
    private final Map<Lane, List<ObjectNode>> gathered = new HashMap<>();
    private final Random random = new Random(11);
    private NotificationMode mode = NotificationMode.normal();
    private @Nullable Duration authorizationLife;
    private boolean corruptible;

    Notifications(Directory directory, Alarms alarms, Deliveries deliveries) {
        this.directory = directory;
        this.alarms = alarms;
        this.deliveries = deliveries;
    }

    /** Adds a subscription, or puts one in the place of the one with the same id. */
    synchronized void put(Subscription subscription) {
        subscriptions.put(subscription.id(), subscription);
        if (!authorizations.containsKey(subscription.id())) {
            authorizations.put(subscription.id(), new Authorization(directory.now()));
            watch(subscription.id());
        }
    }

    synchronized void remove(String id) {
        subscriptions.remove(id);
        var authorization = authorizations.remove(id);
        if (authorization != null) {
            deliveries.lost(authorization.release().size());
        }
    }

    /** The subscriptions of an application that have not expired; expired ones are gone without a word. */
    List<Subscription> of(AppRegistration app) {
        return all().stream()
                .filter(subscription -> subscription.app().clientId().equals(app.clientId()))
                .toList();
    }

    synchronized List<Subscription> all() {
        var now = directory.now();
        subscriptions.values().stream()
                .filter(subscription -> !subscription.expires().isAfter(now))
                .map(Subscription::id)
                .toList()
                .forEach(this::remove);
        return List.copyOf(subscriptions.values());
    }

    synchronized void reauthorized(String id) {
        authorization(id).ifPresent(authorization -> {
            authorization.reauthorized(directory.now(), corruptible);
            resume(id, authorization);
        });
    }

    /** A new expiry, which authorizes anew as well. */
    synchronized void extended(String id) {
        authorization(id).ifPresent(authorization -> {
            authorization.extended(directory.now(), corruptible);
            resume(id, authorization);
        });
    }

    private Optional<Authorization> authorization(String id) {
        return Optional.ofNullable(authorizations.get(id));
    }

    private void resume(String id, Authorization authorization) {
        var oldest = directory.now().minus(Deliveries.GIVE_UP_AFTER);
        var subscription = subscriptions.get(id);
        for (var held : authorization.release()) {
            if (subscription == null || authorization.corrupted() || held.at().isBefore(oldest)) {
                deliveries.lost(1);
            } else {
                gather(
                        new Lane(subscription.notificationUrl(), NotificationMode.Kind.DELIVER, 0),
                        GATHER,
                        held.notification());
            }
        }
        watch(id);
    }

    /** How old an authorization may get; none is watched without an age. */
    synchronized void setLifecycle(@Nullable Duration newLife, boolean newCorruptible) {
        corruptible = newCorruptible;
        authorizationLife = newLife;
        authorizations.keySet().forEach(this::watch);
    }

    synchronized ObjectNode lifecycle() {
        return Json.object()
                .put("authorizationLife", authorizationLife == null ? null : authorizationLife.toString())
                .put("corruptible", corruptible);
    }

    synchronized @Nullable Duration authorizationLife() {
        return authorizationLife;
    }

    private void watch(String id) {
        authorization(id).ifPresent(authorization -> {
            long watch = authorization.watched();
            if (authorizationLife != null) {
                var due = authorization.since().plus(authorizationLife);
                alarms.in(Duration.between(directory.now(), due), () -> remind(id, watch));
            }
        });
    }

    private synchronized void remind(String id, long watch) {
        boolean current = authorization(id)
                .filter(authorization -> authorization.watchedBy(watch))
                .isPresent();
        if (current && requireReauthorization(id)) {
            alarms.in(REMIND_AGAIN_AFTER, () -> remind(id, watch));
        }
    }

    /**
     * Demands that somebody authorizes the subscription anew, and delivers nothing until then.
     *
     * @return whether there is such a subscription
     */
    synchronized boolean requireReauthorization(String id) {
        var subscription =
                all().stream().filter(one -> one.id().equals(id)).findFirst().orElse(null);
        if (subscription == null) {
            return false;
        }
        authorization(id).ifPresent(Authorization::pause);
        if (subscription.lifecycleNotificationUrl() != null) {
            deliveries.expected(1);
            gather(
                    new Lane(subscription.lifecycleNotificationUrl(), NotificationMode.Kind.DELIVER, 0),
                    GATHER,
                    NotificationPayload.reauthorizationRequired(subscription));
        }
        return true;
    }

    synchronized void setMode(NotificationMode newMode) {
        mode = newMode;
    }

    synchronized NotificationMode mode() {
        return mode;
    }

    synchronized ObjectNode state() {
        var json = mode.toJson();
        deliveries.addTo(json);
        return json;
    }

    Deliveries deliveries() {
        return deliveries;
    }

    /** What is known about a subscription that Graph does not tell. */
    synchronized void describe(Subscription subscription, ObjectNode json) {
        subscription.addTo(json);
        authorization(subscription.id()).ifPresent(authorization -> authorization.addTo(json));
    }

    /**
     * Asks an endpoint whether it wants notifications.
     *
     * @return what is wrong with its answer, or nothing
     */
    Optional<String> handshake(URI url) {
        return handshake.problemOf(url, deliveries.pace().handshakeMillis());
    }

    /** Takes an event on its way; called under the directory's lock, so it only files it. */
    synchronized void changed(DirectoryEvent event) {
        for (var subscription : all()) {
            if (subscription.matches(event)) {
                file(subscription, NotificationPayload.change(subscription, event), directory.now());
            }
        }
    }

    private void file(Subscription subscription, ObjectNode notification, Instant now) {
        var authorization = authorization(subscription.id()).orElseThrow();
        deliveries.expected(1);
        if (authorization.corrupted()) {
            deliveries.lost(1);
        } else if (authorization.paused()) {
            authorization.hold(notification, now);
        } else {
            onItsWay(subscription.notificationUrl(), notification);
        }
    }

    private void onItsWay(URI url, ObjectNode notification) {
        var kind = random.nextDouble() < mode.share() ? mode.kind() : NotificationMode.Kind.DELIVER;
        var lane = new Lane(url, kind, 0);
        switch (kind) {
            case DELIVER -> gather(lane, GATHER, notification);
            case DROP -> deliveries.lost(1);
            case DELAY, SHUFFLE -> gather(lane, Duration.ofMillis(mode.delayMillis()), notification);
            case DUPLICATE -> {
                deliveries.expected(mode.factor() - 1L);
                for (int copy = 0; copy < mode.factor(); copy++) {
                    gather(new Lane(url, kind, copy), GATHER, notification);
                }
            }
        }
    }

    private void gather(Lane lane, Duration wait, ObjectNode notification) {
        var waiting = gathered.get(lane);
        if (waiting == null) {
            waiting = new ArrayList<>();
            gathered.put(lane, waiting);
            alarms.in(wait, () -> flush(lane));
        }
        waiting.add(notification);
    }

    private void flush(Lane lane) {
        List<ObjectNode> items;
        boolean shuffled = lane.kind == NotificationMode.Kind.SHUFFLE;
        synchronized (this) {
            items = gathered.remove(lane);
            if (items != null && shuffled) {
                Collections.shuffle(items, random);
            }
        }
        if (items != null) {
            int size = shuffled ? 1 : LARGEST_BATCH;
            for (int start = 0; start < items.size(); start += size) {
                deliveries.post(lane.url, items.subList(start, Math.min(start + size, items.size())));
            }
        }
    }

    @Override
    public void close() {
        alarms.close();
        deliveries.close();
    }

    /** Notifications that travel together. */
    private record Lane(URI url, NotificationMode.Kind kind, int copy) {}
}
