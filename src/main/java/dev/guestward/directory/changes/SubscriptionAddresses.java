package dev.guestward.directory.changes;

import java.net.URI;
import java.util.Optional;
import org.springframework.stereotype.Component;

/** Where Graph is told to send: an event hub if there is one, else the webhook, else nowhere. */
@Component
class SubscriptionAddresses {
    private final ChangesSettings settings;
    private final EventHubsSettings hubs;

    SubscriptionAddresses(ChangesSettings settings, EventHubsSettings hubs) {
        this.settings = settings;
        this.hubs = hubs;
    }

    /** Where changes go, and where what concerns the subscription itself goes. */
    record Addresses(URI notifications, URI lifecycle) {}

    Optional<Addresses> now() {
        if (hubs.enabled()) {
            return Optional.of(new Addresses(hubs.notificationUrl(), hubs.notificationUrl()));
        }
        return Optional.ofNullable(settings.webhookUrl())
                .map(SubscriptionAddresses::trimmed)
                .map(base -> new Addresses(
                        URI.create(base + "/graph/notifications"), URI.create(base + "/graph/lifecycle")));
    }

    private static String trimmed(URI base) {
        String text = base.toString();
        return text.endsWith("/") ? text.substring(0, text.length() - 1) : text;
    }
}
