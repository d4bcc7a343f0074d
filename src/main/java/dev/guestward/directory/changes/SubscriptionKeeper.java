package dev.guestward.directory.changes;

import dev.guestward.directory.Answer;
import dev.guestward.directory.DirectorySubscriptions;
import dev.guestward.directory.DirectorySubscriptions.NewSubscription;
import dev.guestward.directory.DirectorySubscriptions.Subscription;
import dev.guestward.directory.ManagedGroups;
import dev.guestward.directory.changes.GraphSubscriptionRow.Part;
import dev.guestward.directory.changes.SubscriptionAddresses.Addresses;
import dev.guestward.schedule.FleetJob;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * Keeps one subscription on {@code users} and one on {@code groups} alive. Graph does not tell when a directory
 * subscription is gone, so each run asks for the list and compares. A secret that has become old is changed without a gap: a second subscription, the
 * bridge, stands in while the main one is made anew. Every step leaves something the next run can go on from.
 */
@Component
public class SubscriptionKeeper implements FleetJob {
    public static final String NAME = "directory-subscriptions";

    private static final Logger log = LoggerFactory.getLogger(SubscriptionKeeper.class);
    private static final Duration LIFE = Duration.ofDays(28);
    private static final Duration RENEW_BELOW = Duration.ofDays(27);

    private final DirectorySubscriptions subscriptions;
    private final SubscriptionStore store;
    private final SubscriptionAddresses addresses;
    private final EarlyDelta delta;
    private final GroupLookTable groupLooks;
    private final ManagedGroups groups;
    private final HeardSettings heard;
    private final ChangesSettings settings;
    private final Clock clock;

    SubscriptionKeeper(
            DirectorySubscriptions subscriptions,
            SubscriptionStore store,
            SubscriptionAddresses addresses,
            EarlyDelta delta,
            GroupLookTable groupLooks,
            ManagedGroups groups,
            HeardSettings heard,
            ChangesSettings settings,
            Clock clock) {
        this.subscriptions = subscriptions;
        this.store = store;
        this.addresses = addresses;
        this.delta = delta;
        this.groupLooks = groupLooks;
        this.groups = groups;
        this.heard = heard;
        this.settings = settings;
        this.clock = clock;
    }

    @Override
    public String name() {
        return NAME;
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
        addresses
                .now()
                .ifPresentOrElse(
                        at -> {
                            for (Heard what : Heard.values()) {
                                if (heard.heard().contains(what)) {
                                    keep(what, at);
                                } else {
                                    store.of(what.resource()).forEach(this::leave);
                                }
                            }
                        },
                        () -> log.info("Neither guestward.public-url nor an event hub is set: no change notifications,"
                                + " the delta run alone finds changes"));
    }

    /** We are not to hear of this any more. */
    private void leave(GraphSubscriptionRow row) {
        String id = row.subscriptionId();
        Answer<String> answer = id == null ? new Answer.NotThere<>() : subscriptions.delete(id);
        if (answer instanceof Answer.Done<String> || answer instanceof Answer.NotThere<String>) {
            log.info("{} is not wanted any more", row);
            store.retire(row);
        }
    }

    private void keep(Heard what, Addresses at) {
        String resource = what.resource();
        List<GraphSubscriptionRow> rows = store.of(resource);
        List<String> recorded = store.believed().stream()
                .map(GraphSubscriptionRow::subscriptionId)
                .toList();
        List<Subscription> ours = subscriptions.list().stream()
                .filter(one -> resource.equals(one.resource()))
                .filter(one -> at.notifications().equals(one.notificationUrl()) || recorded.contains(one.id()))
                .toList();
        Map<Part, Kept> kept = kept(rows, ours, at);
        // ours, but without a secret on record or at an address we have left: it would only block a new one
        List<Subscription> strange = ours.stream()
                .filter(one ->
                        kept.values().stream().noneMatch(known -> known.there().equals(one)))
                .filter(one -> !isRemoved(one))
                .filter(one -> at.notifications().equals(one.notificationUrl()))
                .toList();
        boolean lost = false;
        for (GraphSubscriptionRow row : rows) {
            if (row.subscriptionId() != null && !kept.containsKey(row.part())) {
                log.warn("{} is gone or leads elsewhere; making a new one", row);
                store.retire(row);
                lost |= row.part() == Part.MAIN;
            }
        }
        if (!strange.isEmpty()) {
            // the next run would take it for the one made now, whose secret it does not have
            kept.values().forEach(this::alive);
            if (lost) {
                closeGap(what);
            }
            return;
        }
        Optional<Kept> bridge = Optional.ofNullable(kept.get(Part.BRIDGE));
        Kept main = kept.get(Part.MAIN);
        if (main == null) {
            makeMain(what, at, bridge);
            if (lost) {
                closeGap(what);
            }
        } else if (!isOld(main.row())) {
            alive(main);
            bridge.ifPresent(this::end);
        } else if (bridge.isPresent() || make(what, Part.BRIDGE, at)) {
            log.info("The secret of {} is changed", main.row());
            if (end(main)) {
                makeMain(
                        what,
                        at,
                        Optional.ofNullable(kept(store.of(resource), subscriptions.list(), at)
                                .get(Part.BRIDGE)));
            }
        } else {
            alive(main);
        }
    }

    /** What was told to nobody has to be looked for. */
    private void closeGap(Heard what) {
        if (what == Heard.USERS) {
            delta.ask("subscription-lost");
        } else {
            groupLooks.wanted(groups.groups());
        }
    }

    /** A subscription of ours that stands. */
    private record Kept(GraphSubscriptionRow row, Subscription there) {}

    private static Map<Part, Kept> kept(List<GraphSubscriptionRow> rows, List<Subscription> there, Addresses at) {
        Map<Part, Kept> kept = new EnumMap<>(Part.class);
        for (GraphSubscriptionRow row : rows) {
            there.stream()
                    .filter(one -> row.resource().equals(one.resource())
                            && at.notifications().equals(one.notificationUrl()))
                    .filter(one -> one.changes().equals(row.part().changes()))
                    .filter(one ->
                            row.subscriptionId() == null || row.subscriptionId().equals(one.id()))
                    .findFirst()
                    .ifPresent(one -> kept.put(row.part(), new Kept(row, one)));
        }
        return kept;
    }

    private boolean isOld(GraphSubscriptionRow row) {
        return row.createdAt().plus(settings.secretChangedEvery()).isBefore(clock.instant());
    }

    private void makeMain(Heard what, Addresses at, Optional<Kept> bridge) {
        if (make(what, Part.MAIN, at)) {
            bridge.ifPresent(this::end);
        } else {
            bridge.ifPresent(this::alive);
        }
    }

    /** Renewal authorizes, too; nothing is authorized twice within ten minutes. */
    private void alive(Kept kept) {
        GraphSubscriptionRow row = kept.row();
        store.standing(row, kept.there());
        Instant now = clock.instant();
        Instant before = row.authorizedAt();
        if (before != null && before.isAfter(now.minus(SubscriptionStore.AUTHORIZATION_PAUSE))) {
            return;
        }
        if (!kept.there().expiresAt().isAfter(now.plus(RENEW_BELOW))) {
            store.authorizing(row);
            told(row, "renewed", subscriptions.renew(kept.there().id(), expiry()));
        } else if (row.reauthorizeWantedAt() != null) {
            store.authorizing(row);
            Answer<String> answer = subscriptions.reauthorize(kept.there().id());
            if (answer instanceof Answer.Done<String>) {
                log.info("{} reauthorized", row);
            } else {
                log.warn("{} was not reauthorized: {}; the directory asks again", row, answer);
            }
        }
    }

    private void told(GraphSubscriptionRow row, String what, Answer<Subscription> answer) {
        if (answer instanceof Answer.Done<Subscription> done) {
            store.standing(row, done.value());
            log.info("{} {} until {}", row, what, done.value().expiresAt());
        } else {
            log.warn("{} was not {}: {}; next try in {}", row, what, answer, every());
        }
    }

    private boolean make(Heard what, Part part, Addresses at) {
        GraphSubscriptionRow prepared = store.prepared(what.resource(), part);
        store.authorizing(prepared);
        Answer<Subscription> answer = subscriptions.create(new NewSubscription(
                what.resource(), part.changes(), at.notifications(), at.lifecycle(), expiry(), prepared.clientState()));
        if (answer instanceof Answer.Done<Subscription> done) {
            store.standing(prepared, done.value());
            log.info(
                    "Subscribed to {} ({}) until {}",
                    what.resource(),
                    part,
                    done.value().expiresAt());
            return true;
        }
        if (answer instanceof Answer.Refused<Subscription> no && no.reason() == Answer.Reason.PERMISSION) {
            if (store.refused(prepared, no.code())) {
                log.warn(
                        "The directory does not let us subscribe to {} ({}): permission or quota? It is tried again every"
                                + " {}; until then the delta run finds changes",
                        what.resource(),
                        no.code(),
                        every());
            }
            return false;
        }
        log.warn(
                "Subscribing to {} failed: {}; next try in {}. Is {} reachable from the directory?",
                what.resource(),
                answer,
                every(),
                at.notifications());
        return false;
    }

    private boolean end(Kept kept) {
        Answer<String> answer = subscriptions.delete(kept.there().id());
        boolean ended = answer instanceof Answer.Done<String> || answer instanceof Answer.NotThere<String>;
        if (ended) {
            store.retire(kept.row());
        } else {
            log.warn("{} was not ended: {}; next try in {}", kept.row(), answer, every());
        }
        return ended;
    }

    private boolean isRemoved(Subscription subscription) {
        log.warn("Removing subscription {} at {}", subscription.id(), subscription.notificationUrl());
        Answer<String> answer = subscriptions.delete(subscription.id());
        boolean removed = answer instanceof Answer.Done<String> || answer instanceof Answer.NotThere<String>;
        if (!removed) {
            log.warn(
                    "Subscription {} was not removed: {}; no other is made before, next try in {}",
                    subscription.id(),
                    answer,
                    every());
        }
        return removed;
    }

    private Instant expiry() {
        return clock.instant().plus(LIFE).truncatedTo(ChronoUnit.SECONDS);
    }
}
