package dev.guestward.simulatedtenant;

import java.time.DateTimeException;
import java.time.Duration;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The part of the control surface that is about subscriptions and what becomes of notifications. */
final class NotificationControls {
    private static final Set<String> FIELDS = Stream.concat(
                    NotificationMode.FIELDS.stream(), DeliveryPace.FIELDS.stream())
            .collect(Collectors.toUnmodifiableSet());

    private final Notifications notifications;

    NotificationControls(Notifications notifications) {
        this.notifications = notifications;
    }

    void addTo(Router<Handler> router) {
        ControlRoutes.add(router, "GET /_sim/notifications", request -> Response.json(200, notifications.state()));
        ControlRoutes.add(router, "PUT /_sim/notifications", this::change);
        ControlRoutes.add(
                router, "GET /_sim/notifications/lifecycle", request -> Response.json(200, notifications.lifecycle()));
        ControlRoutes.add(router, "PUT /_sim/notifications/lifecycle", this::changeLifecycle);
        ControlRoutes.add(router, "POST /_sim/notifications/lifecycle", this::requireReauthorization);
        ControlRoutes.add(router, "GET /_sim/subscriptions", this::subscriptions);
        ControlRoutes.add(router, "DELETE /_sim/subscriptions/{id}", this::vanish);
    }

    private Response change(Request request) {
        var body = ControlBody.of(request, FIELDS);
        var mode = notifications.mode().changedBy(body);
        var pace = notifications.deliveries().pace().changedBy(body);
        notifications.setMode(mode);
        notifications.deliveries().setPace(pace);
        return Response.json(200, notifications.state());
    }

    private Response changeLifecycle(Request request) {
        var body = ControlBody.of(request, Set.of("authorizationLife", "corruptible"));
        var before = notifications.lifecycle();
        @Nullable Duration life = notifications.authorizationLife();
        if (body.json().has("authorizationLife")) {
            life = body.json().path("authorizationLife").isNull()
                    ? null
                    : duration(body.json().path("authorizationLife").asText());
        }
        notifications.setLifecycle(
                life, body.flag("corruptible", before.path("corruptible").asBoolean()));
        return Response.json(200, notifications.lifecycle());
    }

    private static Duration duration(String text) {
        try {
            return Duration.parse(text);
        } catch (DateTimeException e) {
            throw GraphError.badRequest("authorizationLife is a duration such as PT1H, or null");
        }
    }

    /** For one subscription or for all there are. */
    private Response requireReauthorization(Request request) {
        var wanted = Json.text(ControlBody.of(request, Set.of("subscriptionId")).json(), "subscriptionId");
        var ids = wanted.map(Stream::of)
                .orElseGet(() -> notifications.all().stream().map(Subscription::id))
                .toList();
        var asked = Json.array();
        for (var id : ids) {
            if (!notifications.requireReauthorization(id)) {
                throw GraphError.notFound(id);
            }
            asked.add(id);
        }
        return Response.json(200, Json.object().set("subscriptions", asked));
    }

    private Response subscriptions(Request request) {
        var list = Json.array();
        notifications.all().forEach(subscription -> notifications.describe(subscription, list.addObject()));
        return Response.json(200, list);
    }

    private Response vanish(Request request) {
        var id = request.param("id");
        if (notifications.all().stream()
                .noneMatch(subscription -> subscription.id().equals(id))) {
            throw GraphError.notFound(id);
        }
        notifications.remove(id);
        return Response.noContent();
    }
}
