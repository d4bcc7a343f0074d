package dev.guestward.directory.changes;

import java.net.URI;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * An event hub into which Graph sends its notifications, for a hospital that cannot be reached from outside.
 *
 * @param namespace host of the namespace, {@code hospital.servicebus.windows.net}
 * @param hub name of the hub; with one, Graph is told to send there and not to the webhook
 * @param tenantDomain the tenant's domain, {@code hospital.onmicrosoft.com}
 * @param connectionString with the right to listen; without one the application signs in as itself
 * @param consumerGroup all nodes share it
 * @param bootstrapServers where its Kafka endpoint is, by default port 9093 of the namespace
 * @param securityProtocol anything but {@code SASL_SSL} is for tests
 * @param truststore path of a PEM file with authorities to trust instead of the usual ones
 */
@ConfigurationProperties("guestward.event-hubs")
record EventHubsSettings(
        @DefaultValue("") String namespace,
        @DefaultValue("") String hub,
        @DefaultValue("") String tenantDomain,
        @Nullable String connectionString,
        @DefaultValue("guestward") String consumerGroup,
        @Nullable String bootstrapServers,
        @DefaultValue("SASL_SSL") String securityProtocol,
        @Nullable String truststore) {
    EventHubsSettings {
        if (!hub.isBlank() && (!namespace.matches("[A-Za-z0-9.-]+") || !tenantDomain.matches("[A-Za-z0-9.-]+"))) {
            throw new IllegalArgumentException(
                    "guestward.event-hubs.namespace and guestward.event-hubs.tenant-domain are needed with guestward.event-hubs.hub");
        }
        if (!hub.isBlank() && !hub.matches("[A-Za-z0-9._-]+")) {
            throw new IllegalArgumentException("guestward.event-hubs.hub is not the name of an event hub");
        }
    }

    boolean enabled() {
        return !hub.isBlank();
    }

    /** What Graph is told as the address to send to. */
    URI notificationUrl() {
        return URI.create("EventHub:https://" + namespace + "/eventhubname/" + hub + "?tenantId=" + tenantDomain);
    }

    String endpoint() {
        return bootstrapServers == null || bootstrapServers.isBlank() ? namespace + ":9093" : bootstrapServers;
    }

    boolean hasConnectionString() {
        return connectionString != null && !connectionString.isBlank();
    }

    @Override
    public String toString() {
        return "EventHubsSettings[" + namespace + ", " + hub + "]";
    }
}
