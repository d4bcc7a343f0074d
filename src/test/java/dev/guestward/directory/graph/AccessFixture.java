package dev.guestward.directory.graph;

import dev.guestward.directory.DirectoryAccess;
import dev.guestward.directory.DirectorySetup;
import dev.guestward.directory.GuestDirectory;
import dev.guestward.directory.TenantSettings;
import dev.guestward.simulatedtenant.SimulatedTenant;
import java.time.Clock;
import java.util.Map;
import org.springframework.mock.env.MockEnvironment;

/** The adapter's view of itself, for tests elsewhere that set it up in their own way. */
public record AccessFixture(
        DirectoryAccess access, DirectorySetup setup, GuestDirectory directory, TenantSettings tenant) {

    /** @param changes settings under {@code guestward.graph} that differ from what is right for this tenant */
    public static AccessFixture of(SimulatedTenant tenant, Map<String, ?> changes) {
        GraphSettings settings = GraphFixture.settings(tenant, changes);
        GraphClients clients = GraphFixture.clients(settings, Clock.systemUTC());
        return new AccessFixture(
                new GraphAccess(clients),
                new GraphSetup(settings, new MockEnvironment()),
                new GraphGuestDirectory(clients, settings),
                new GraphTenantSettings(clients, settings));
    }
}
