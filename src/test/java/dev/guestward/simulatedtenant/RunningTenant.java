package dev.guestward.simulatedtenant;

import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** A fresh tenant on free ports for every test. */
abstract class RunningTenant {
    @SuppressWarnings("NullAway.Init")
    SimulatedTenant tenant;

    @SuppressWarnings("NullAway.Init")
    TenantClient client;

    @BeforeEach
    void start() {
        tenant = SimulatedTenant.start(options());
        client = new TenantClient(tenant);
    }

    SimulatedTenantOptions options() {
        return SimulatedTenantOptions.ephemeral().withFirstRetry(Duration.ofMillis(100));
    }

    @AfterEach
    void stop() {
        tenant.close();
    }
}
