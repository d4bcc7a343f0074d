package dev.guestward.simulatedtenant;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;

/** What notifications look like. */
final class NotificationPayload {
    /** Ticks of 100 ns between the year 1 and 1970, the way the service counts. */
    private static final long TICKS_TO_EPOCH = 621_355_968_000_000_000L;

    private static final DateTimeFormatter EVENT_TIME =
            DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSSSSSS'Z'").withZone(ZoneOffset.UTC);
    private static final DateTimeFormatter EXPIRY =
            DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ssxxx").withZone(ZoneOffset.UTC);

    private NotificationPayload() {}

    static ObjectNode change(Subscription subscription, DirectoryEvent event) {
        var resource = event.collection() + "/" + event.id();
        var notification = common(subscription).put("changeType", event.changeType());
        var data = notification
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

    /** The only lifecycle event there is for users and groups. */
    static ObjectNode reauthorizationRequired(Subscription subscription) {
        return common(subscription).put("lifecycleEvent", "reauthorizationRequired");
    }

    private static ObjectNode common(Subscription subscription) {
        var notification = Json.object()
                .put("subscriptionId", subscription.id())
                .put("subscriptionExpirationDateTime", EXPIRY.format(subscription.expires()))
                .put("tenantId", Seeds.TENANT_ID);
        if (subscription.clientState() != null) {
            notification.put("clientState", subscription.clientState());
        }
        return notification;
    }

    private static long ticks(Instant at) {
        return TICKS_TO_EPOCH + at.getEpochSecond() * 10_000_000L + at.getNano() / 100;
    }
}
