package dev.guestward.simulatedtenant;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URI;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A subscription to change notifications. */
record Subscription(
        String id,
        AppRegistration app,
        String resource,
        Set<String> changeTypes,
        URI notificationUrl,
        @Nullable URI lifecycleNotificationUrl,
        @Nullable String clientState,
        String latestSupportedTlsVersion,
        Instant expires) {

    /** Whether an event is one this subscription asked for. */
    boolean matches(DirectoryEvent event) {
        var collection = event.users() ? "users" : "groups";
        var one = collection + "/" + event.id();
        return changeTypes.contains(event.changeType())
                && (List.of(collection, one).contains(path())
                        || event.membersDelta() != null && path().equals(one + "/members"));
    }

    /** The resource, however it was written. */
    String path() {
        return (resource.startsWith("/") ? resource.substring(1) : resource).toLowerCase(Locale.ROOT);
    }

    Subscription until(Instant newExpiry) {
        return new Subscription(
                id,
                app,
                resource,
                changeTypes,
                notificationUrl,
                lifecycleNotificationUrl,
                clientState,
                latestSupportedTlsVersion,
                newExpiry);
    }

    Subscription at(URI newUrl) {
        return new Subscription(
                id,
                app,
                resource,
                changeTypes,
                newUrl,
                lifecycleNotificationUrl,
                clientState,
                latestSupportedTlsVersion,
                expires);
    }

    /** What {@link #addTo} wrote. */
    static Subscription from(JsonNode json, AppRegistration app) {
        return new Subscription(
                json.path("id").asText(),
                app,
                json.path("resource").asText(),
                new LinkedHashSet<>(List.of(json.path("changeType").asText().split(",", -1))),
                URI.create(json.path("notificationUrl").asText()),
                Json.text(json, "lifecycleNotificationUrl").map(URI::create).orElse(null),
                Json.text(json, "clientState").orElse(null),
                json.path("latestSupportedTlsVersion").asText(),
                Instant.parse(json.path("expirationDateTime").asText()));
    }

    ObjectNode addTo(ObjectNode json) {
        return json.put("id", id)
                .put("resource", resource)
                .put("applicationId", app.clientId())
                .put("changeType", String.join(",", changeTypes))
                .put("clientState", clientState)
                .put("notificationUrl", notificationUrl.toString())
                .putNull("notificationQueryOptions")
                .put(
                        "lifecycleNotificationUrl",
                        lifecycleNotificationUrl == null ? null : lifecycleNotificationUrl.toString())
                .put("expirationDateTime", expires.toString())
                .put("creatorId", app.servicePrincipalId())
                .putNull("includeResourceData")
                .put("latestSupportedTlsVersion", latestSupportedTlsVersion)
                .putNull("encryptionCertificate")
                .putNull("encryptionCertificateId")
                .putNull("notificationUrlAppId");
    }
}
