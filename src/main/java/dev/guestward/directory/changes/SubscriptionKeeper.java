package dev.guestward.directory.changes;

import dev.guestward.directory.Answer;
import dev.guestward.directory.DirectorySubscriptions;
import dev.guestward.directory.DirectorySubscriptions.Subscription;
import dev.guestward.schedule.FleetJob;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * Keeps one subscription on {@code users} alive. Graph does not tell when a directory subscription is gone, so each run
 * asks for the list and compares.
 */
@Component
public class SubscriptionKeeper implements FleetJob {
    private static final Logger log = LoggerFactory.getLogger(SubscriptionKeeper.class);
    private static final String USERS = "users";
    private static final Duration LIFE = Duration.ofDays(28);
    private static final Duration RENEW_BELOW = Duration.ofDays(27);

    private final DirectorySubscriptions subscriptions;
    private final SubscriptionStore store;
    private final ChangesSettings settings;
    private final Clock clock;

    SubscriptionKeeper(
            DirectorySubscriptions subscriptions, SubscriptionStore store, ChangesSettings settings, Clock clock) {
        this.subscriptions = subscriptions;
        this.store = store;
        this.settings = settings;
        this.clock = clock;
    }

    @Override
    public String name() {
        return "directory-subscriptions";
    }

    @Override
    public Duration every() {
        return settings.subscriptionsEvery();
    }

    @Override
    public boolean atStart() {
        return true;
    }

    @Override
    public void run() {
        URI base = settings.webhookUrl();
        if (base == null) {
            log.info("guestward.public-url is not set: no change notifications, the delta run alone finds changes");
            return;
        }
        URI notificationUrl = URI.create(trimmed(base) + "/graph/notifications");
        Optional<GraphSubscriptionRow> row = store.of(USERS);
        List<Subscription> ours = subscriptions.list().stream()
                .filter(s -> USERS.equals(s.resource()))
                .filter(s -> notificationUrl.equals(s.notificationUrl()) || isOnRecord(s, row))
                .toList();
        Optional<Subscription> standing = row.flatMap(r -> ours.stream()
                .filter(s -> notificationUrl.equals(s.notificationUrl()))
                .filter(s -> r.subscriptionId() == null || isOnRecord(s, row))
                .findFirst());
        // ours, but without a secret on record or at an address we have left: it would only block a new one
        ours.stream()
                .filter(s -> standing.isEmpty() || !s.equals(standing.get()))
                .forEach(this::remove);
        if (standing.isPresent()) {
            keep(standing.get());
        } else {
            if (row.map(GraphSubscriptionRow::subscriptionId).isPresent()) {
                log.warn("The subscription on {} is gone or leads elsewhere; making a new one", USERS);
                store.forget(USERS);
            }
            create(notificationUrl, URI.create(trimmed(base) + "/graph/lifecycle"));
        }
    }

    private static boolean isOnRecord(Subscription subscription, Optional<GraphSubscriptionRow> row) {
        return row.map(GraphSubscriptionRow::subscriptionId)
                .filter(subscription.id()::equals)
                .isPresent();
    }

    private void keep(Subscription subscription) {
        store.standing(USERS, subscription);
        if (subscription.expiresAt().isAfter(clock.instant().plus(RENEW_BELOW))) {
            return;
        }
        Answer<Subscription> answer = subscriptions.renew(subscription.id(), expiry());
        if (answer instanceof Answer.Done<Subscription> done) {
            store.standing(USERS, done.value());
            log.info("Subscription on {} renewed until {}", USERS, done.value().expiresAt());
        } else {
            log.warn("Subscription on {} was not renewed: {}; next try in {}", USERS, answer, every());
        }
    }

    private void create(URI notificationUrl, URI lifecycleUrl) {
        GraphSubscriptionRow prepared = store.prepared(USERS);
        Answer<Subscription> answer =
                subscriptions.create(USERS, notificationUrl, lifecycleUrl, expiry(), prepared.clientState());
        if (answer instanceof Answer.Done<Subscription> done) {
            store.standing(USERS, done.value());
            log.info("Subscribed to {} until {}", USERS, done.value().expiresAt());
        } else {
            log.warn(
                    "Subscribing to {} failed: {}; next try in {}. Is {} reachable from the directory?",
                    USERS,
                    answer,
                    every(),
                    notificationUrl);
        }
    }

    private void remove(Subscription subscription) {
        log.warn("Removing subscription {} at {}", subscription.id(), subscription.notificationUrl());
        subscriptions.delete(subscription.id());
    }

    private Instant expiry() {
        return clock.instant().plus(LIFE).truncatedTo(ChronoUnit.SECONDS);
    }

    private static String trimmed(URI base) {
        String text = base.toString();
        return text.endsWith("/") ? text.substring(0, text.length() - 1) : text;
    }
}
