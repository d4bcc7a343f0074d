package dev.guestward.simulatedtenant;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * {@code /subscriptions}. The endpoint is validated within the creating call.
 *
 * <p>Departures from Graph: {@code http} addresses are taken if they are on this machine, and what is sent to an event hub
 * is lost.
 */
final class SubscriptionRoutes {
    private static final Duration LONGEST = Duration.ofMinutes(41_760);
    private static final Duration SHORTEST = Duration.ofMinutes(45);
    private static final int MOST = 100;
    private static final int PAGE = 20;
    private static final int LONGEST_STATE = 128;
    private static final Pattern RESOURCE =
            Pattern.compile("/?(users|groups)(?:/[0-9a-fA-F-]{36})?|/?groups/[0-9a-fA-F-]{36}/(members|owners)");

    private final Tenant tenant;
    private final Notifications notifications;

    SubscriptionRoutes(Tenant tenant) {
        this.tenant = tenant;
        notifications = tenant.notifications;
    }

    void addTo(GraphRoutes routes) {
        routes.writeWithoutLock("POST /subscriptions", List.of(), this::create);
        routes.read("/subscriptions", List.of(), this::list);
        routes.read("/subscriptions/{id}", List.of(), request -> answer(request, 200, own(request)));
        routes.writeWithoutLock("PATCH /subscriptions/{id}", List.of(), this::change);
        routes.writeWithoutLock("POST /subscriptions/{id}/reauthorize", List.of(), this::reauthorize);
        routes.writeWithoutLock("DELETE /subscriptions/{id}", List.of(), this::delete);
    }

    private Response create(Request request) {
        var body = request.json();
        var app = request.callingApp().app();
        var resource = Json.text(body, "resource").orElse("");
        if (!RESOURCE.matcher(resource).matches()) {
            throw invalid("The resource '" + resource + "' cannot be subscribed to here.");
        }
        var needed = resource.startsWith("users") || resource.startsWith("/users") ? "User.Read.All" : "Group.Read.All";
        if (!app.roles().contains(needed)) {
            // write permissions do not stand in for it
            throw GraphError.denied();
        }
        if (body.path("includeResourceData").asBoolean()) {
            throw invalid("Rich notifications are not available for this resource.");
        }
        var state = Json.text(body, "clientState");
        if (state.filter(text -> text.length() > LONGEST_STATE).isPresent()) {
            throw invalid("clientState must not be longer than " + LONGEST_STATE + " characters.");
        }
        var lifecycle = body.hasNonNull("lifecycleNotificationUrl") ? url(body, "lifecycleNotificationUrl") : null;
        var subscription = new Subscription(
                Directory.newId(),
                app,
                resource,
                changeTypes(body),
                url(body, "notificationUrl"),
                lifecycle,
                state.orElse(null),
                Json.text(body, "latestSupportedTlsVersion").orElse("v1_2"),
                expiry(body));
        refuseDuplicate(subscription);
        validate(subscription.notificationUrl());
        if (lifecycle != null) {
            validate(lifecycle);
        }
        return tenant.directory.locked(() -> {
            refuseDuplicate(subscription);
            notifications.put(subscription);
            log(request);
            return answer(request, 201, subscription);
        });
    }

    private void refuseDuplicate(Subscription wanted) {
        var own = notifications.of(wanted.app());
        own.stream()
                .filter(other -> other.path().equals(wanted.path())
                        && other.changeTypes().equals(wanted.changeTypes()))
                .findFirst()
                .ifPresent(other -> {
                    throw new GraphError(
                            409,
                            "ObjectIdentifierInUse",
                            "Subscription Id " + other.id() + " already exists for the requested combination.");
                });
        if (own.size() >= MOST) {
            throw new GraphError(403, "Forbidden", "The limit of subscriptions per application and tenant is reached.");
        }
    }

    private static Set<String> changeTypes(ObjectNode body) {
        var types = new LinkedHashSet<String>();
        for (var type : Json.text(body, "changeType").orElse("").split(",", -1)) {
            var name = type.strip();
            if (!List.of("created", "updated", "deleted").contains(name)) {
                throw invalid("The changeType '" + name + "' is not valid.");
            }
            types.add(name);
        }
        if (types.equals(Set.of("created"))) {
            throw invalid("The changeType 'created' is not supported for this resource.");
        }
        return types;
    }

    private static URI url(ObjectNode body, String field) {
        try {
            var url = new URI(Json.text(body, field).orElse(""));
            if (isHub(url)) {
                return url;
            }
            boolean secure = "https".equals(url.getScheme());
            boolean local = "http".equals(url.getScheme()) && LocalHosts.isLocal(url.getHost());
            if (url.getHost() != null && (secure || local)) {
                return url;
            }
        } catch (URISyntaxException e) {
            // refused below like any other unusable address
        }
        throw invalid("The " + field + " must be an https address.");
    }

    private Instant expiry(ObjectNode body) {
        Instant wanted;
        try {
            wanted = OffsetDateTime.parse(body.path("expirationDateTime").asText())
                    .toInstant();
        } catch (DateTimeException e) {
            throw invalid("The expirationDateTime is missing or not a time.");
        }
        var now = tenant.clock.instant();
        if (wanted.isAfter(now.plus(LONGEST))) {
            throw new GraphError(
                    400,
                    "ExtensionError",
                    "Subscription expiration can only be " + LONGEST.toMinutes() + " minutes in the future.");
        }
        if (wanted.isBefore(now)) {
            throw invalid("The expirationDateTime is in the past.");
        }
        return wanted.isBefore(now.plus(SHORTEST)) ? now.plus(SHORTEST) : wanted;
    }

    /** Nobody listens there whom one could ask. */
    private static boolean isHub(URI url) {
        return "EventHub".equals(url.getScheme()) && url.getSchemeSpecificPart().startsWith("https://");
    }

    private void validate(URI url) {
        if (isHub(url)) {
            return;
        }
        notifications.handshake(url).ifPresent(problem -> {
            throw new GraphError(400, "ValidationError", "Subscription validation request failed. " + problem);
        });
    }

    /** In the order of their ids, which stays as it is while others come and go between two pages. */
    private Response list(Request request) {
        var entries = notifications.of(request.callingApp().app()).stream()
                .map(subscription -> new PlainEntry(ordinal(subscription), subscription.addTo(Json.object())))
                .toList();
        return new Listing(tenant, request, "subscriptions", PAGE)
                .of(entries, name -> false, entry -> entry.properties().deepCopy());
    }

    private static long ordinal(Subscription subscription) {
        return UUID.fromString(subscription.id()).getMostSignificantBits() >>> 1;
    }

    private Subscription own(Request request) {
        var id = request.param("id");
        return notifications.of(request.callingApp().app()).stream()
                .filter(subscription -> subscription.id().equals(id))
                .findFirst()
                .orElseThrow(() -> new GraphError(404, "ResourceNotFound", "The object was not found."));
    }

    private Response change(Request request) {
        var body = request.json();
        own(request);
        if (!body.hasNonNull("expirationDateTime") && !body.hasNonNull("notificationUrl")) {
            throw invalid("Neither expirationDateTime nor notificationUrl is given.");
        }
        if (body.hasNonNull("lifecycleNotificationUrl")) {
            throw invalid("The lifecycleNotificationUrl cannot be changed.");
        }
        @Nullable URI url = body.hasNonNull("notificationUrl") ? url(body, "notificationUrl") : null;
        if (url != null) {
            validate(url);
        }
        return tenant.directory.locked(() -> {
            // the endpoint may have taken its time, and the subscription may have gone meanwhile
            var changed = own(request);
            if (url != null) {
                changed = changed.at(url);
            }
            if (body.hasNonNull("expirationDateTime")) {
                changed = changed.until(expiry(body));
                notifications.extended(changed.id());
            }
            notifications.put(changed);
            log(request);
            return answer(request, 200, changed);
        });
    }

    private Response reauthorize(Request request) {
        return tenant.directory.locked(() -> {
            notifications.reauthorized(own(request).id());
            log(request);
            return Response.noContent();
        });
    }

    private Response delete(Request request) {
        var subscription = own(request);
        return tenant.directory.locked(() -> {
            notifications.remove(subscription.id());
            log(request);
            return Response.noContent();
        });
    }

    private void log(Request request) {
        tenant.log.accepted(
                request.callingApp().app().clientId(), request.method(), request.pathText(), request.json());
    }

    private static Response answer(Request request, int status, Subscription subscription) {
        return Response.graph(status, subscription.addTo(Listing.withContext(request, "subscriptions/$entity")));
    }

    private static GraphError invalid(String message) {
        return new GraphError(400, "InvalidRequest", message);
    }
}
