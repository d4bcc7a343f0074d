package dev.guestward.directory.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.guestward.SilentProxy;
import dev.guestward.directory.GuestDirectory;
import dev.guestward.directory.graph.AccessFixture;
import dev.guestward.directory.process.DirectoryTaskWorker;
import dev.guestward.embedded.EmbeddedTenant;
import dev.guestward.readiness.WaitingTest;
import java.io.IOException;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.ApplicationContext;

/**
 * A node whose way to the tenant is blocked lets everything wait, for all nodes; when the way is open again, it goes on. The
 * blocked node is one more gateway beside the product's own, which then is the mended one.
 */
class WaitingForTheConnectionTest extends WaitingTest {
    @Autowired
    ApplicationContext context;

    @Autowired
    DirectoryTaskWorker worker;

    @AfterEach
    void goOn() {
        afterTheNextTry();
        readiness();
    }

    @Test
    void everythingWaitsBehindAClosedProxy() {
        waitsAndGoesOn(Map.of("proxy", "http://localhost:" + EmbeddedTenant.freePort()), "CONNECTION", "*");
    }

    @Test
    void everythingWaitsBehindAProxyThatNeverAnswers() throws IOException {
        try (SilentProxy proxy = new SilentProxy()) {
            waitsAndGoesOn(Map.of("proxy", proxy.address(), "call-timeout", "2s"), "CONNECTION", "*");
            assertThat(proxy.taken()).isPositive();
        }
    }

    @Test
    void everythingWaitsForATenantThatIsKnown() {
        waitsAndGoesOn(Map.of("tenant-id", "00000000-1111-4000-8000-000000000000"), "TENANT", "READER");
    }

    private void waitsAndGoesOn(Map<String, ?> wrong, String trouble, String subject) {
        GuestDirectory blocked =
                AccessFixture.of(EmbeddedTenant.tenant(), wrong).directory();
        String email = address();

        String guest = requested(email);
        work(GatewayNode.over(blocked, context));

        waits(guest, email);
        assertThat(outage(readiness(), trouble).path("subject").asText()).isEqualTo(subject);

        afterTheNextTry();
        afterTheNextTry();

        isInvited(guest, email);
    }

    /** The product's own work, but for its gateway. */
    private void work(GatewayNode node) {
        int done = 1;
        while (done > 0) {
            done = pump.jobs() + worker.runOnce() + node.gateway.runOnce();
        }
    }
}
