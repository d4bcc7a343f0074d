package dev.guestward.directory.changes;

import dev.guestward.directory.ManagedGroups;
import dev.guestward.directory.ObjectId;
import dev.guestward.directory.changes.KnownSubscriptions.Verdict;
import dev.guestward.directory.changes.NotificationParser.Item;
import dev.guestward.directory.changes.NotificationQueue.Hint;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.stereotype.Component;

/**
 * Tells what is genuine among items from outside, and counts each once by what became of it. Meter {@code
 * guestward.notifications}: {@code received} is the sum of all others but {@code stored} and {@code not-stored}, which
 * split {@code kept}.
 */
@Component
class NotificationGate {
    private static final Logger log = LoggerFactory.getLogger(NotificationGate.class);
    private static final String NO_SUBSCRIPTION = "NA";

    private final KnownSubscriptions known;
    private final ManagedGroups groups;
    private final MeterRegistry meters;
    /** Empty if the settings name the tenant by a domain. */
    private final Optional<ObjectId> tenant;

    NotificationGate(
            KnownSubscriptions known,
            ManagedGroups groups,
            MeterRegistry meters,
            @Value("${guestward.graph.tenant-id:}") String tenantId) {
        this.known = known;
        this.groups = groups;
        this.meters = meters;
        this.tenant = ObjectId.parse(tenantId);
    }

    /**
     * What is to be done.
     *
     * @param hints accounts and groups to look at, each once
     * @param reauthorize subscriptions for which Graph wants to see our authorization
     * @param missed Graph says that it has lost something
     */
    record Passed(List<Hint> hints, Set<GraphSubscriptionRow> reauthorize, boolean missed) {}

    Passed pass(List<Item> items) {
        Set<Hint> hints = new LinkedHashSet<>();
        Set<GraphSubscriptionRow> reauthorize = new LinkedHashSet<>();
        boolean missed = false;
        KnownSubscriptions.Judging judging = known.judging();
        count("received", items.size());
        for (Item item : items) {
            Optional<GraphSubscriptionRow> row = genuine(item, judging);
            if (row.isEmpty()) {
                continue;
            }
            String event = item.lifecycleEvent();
            if (event == null) {
                hint(item, row.get()).ifPresent(hint -> count(hints.add(hint) ? "kept" : "repeated", 1));
            } else {
                count("lifecycle", 1);
                switch (event) {
                    case "reauthorizationRequired" -> reauthorize.add(row.get());
                    case "missed", "subscriptionRemoved" -> missed = true;
                    default -> log.error("{} has a lifecycle event we do not know", row.get());
                }
            }
        }
        return new Passed(new ArrayList<>(hints), reauthorize, missed);
    }

    private Optional<GraphSubscriptionRow> genuine(Item item, KnownSubscriptions.Judging judging) {
        String id = item.subscriptionId();
        if (id == null) {
            count("no-subscription", 1);
            return Optional.empty();
        }
        if (id.equals(NO_SUBSCRIPTION)) {
            count("greeting", 1); // what Graph sends into an event hub to see whether it may
            return Optional.empty();
        }
        Verdict verdict = judging.judge(id, item.clientState());
        if (verdict.row().isEmpty()) {
            count(verdict.known() ? "wrong-secret" : "unknown-subscription", 1);
            return Optional.empty();
        }
        String from = item.tenantId();
        if (from != null && tenant.isPresent() && !ObjectId.parse(from).equals(tenant)) {
            count("foreign-tenant", 1);
            return Optional.empty();
        }
        return verdict.row();
    }

    private Optional<Hint> hint(Item item, GraphSubscriptionRow row) {
        Heard heard = item.user() != null ? Heard.USERS : Heard.GROUPS;
        ObjectId id = item.user() != null ? item.user() : item.group();
        String subscription = item.subscriptionId();
        if (id == null || subscription == null || !heard.resource().equals(row.resource())) {
            count("parked", 1);
            return Optional.empty();
        }
        if (heard == Heard.GROUPS
                && !groups.groups().contains(id)
                && !groups.alsoNamed().contains(id)) {
            count("other-group", 1);
            return Optional.empty();
        }
        if (heard == Heard.GROUPS && item.onlyAdded()) {
            count("only-added", 1); // mostly by ourselves, and who was added by others may wait for the delta run
            return Optional.empty();
        }
        String change = "deleted".equals(item.changeType()) ? "deleted" : "updated";
        return Optional.of(new Hint(heard, id, subscription, change));
    }

    void count(String result, int many) {
        meters.counter("guestward.notifications", "result", result).increment(many);
    }
}
