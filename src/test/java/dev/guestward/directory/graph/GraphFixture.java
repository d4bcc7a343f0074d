package dev.guestward.directory.graph;

import dev.guestward.directory.GuestDirectory;
import dev.guestward.simulatedtenant.SimulatedTenant;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.Map;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

/** The adapter with the real SDK, as its settings make it, without Spring around it. */
public final class GraphFixture {
    private GraphFixture() {}

    /** For tests elsewhere. */
    public static GuestDirectory directory(SimulatedTenant tenant) {
        return directory(tenant, Map.of());
    }

    static GraphGuestDirectory directory(SimulatedTenant tenant, Map<String, ?> changes) {
        GraphSettings settings = settings(tenant, changes);
        return new GraphGuestDirectory(clients(settings, Clock.systemUTC()), settings);
    }

    static GraphClients clients(GraphSettings settings, Clock clock) {
        return GraphConfiguration.clients(settings, GraphProxy.of(settings.proxy(), name -> null), clock);
    }

    /** What a hospital would write for this tenant; an empty text in the changes takes a setting away. */
    static GraphSettings settings(SimulatedTenant tenant, Map<String, ?> changes) {
        Map<String, Object> values = new LinkedHashMap<>();
        values.put("base-url", tenant.graphUrl());
        values.put("authority", tenant.authority());
        values.put("tenant-id", tenant.tenantId());
        values.put("client-id", tenant.clientId());
        values.put("client-secret", tenant.clientSecret());
        values.put("truststore", tenant.trustStore());
        values.putAll(changes);
        return settings(values);
    }

    static GraphSettings settings(Map<String, ?> values) {
        Map<String, Object> properties = new LinkedHashMap<>();
        values.forEach((name, value) -> properties.put("guestward.graph." + name, value.toString()));
        return new Binder(new MapConfigurationPropertySource(properties))
                .bind("guestward.graph", GraphSettings.class)
                .get();
    }
}
