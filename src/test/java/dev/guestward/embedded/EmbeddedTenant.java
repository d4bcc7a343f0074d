package dev.guestward.embedded;

import dev.guestward.platform.SteppedClock;
import dev.guestward.simulatedtenant.Seeds;
import dev.guestward.simulatedtenant.SimulatedTenant;
import dev.guestward.simulatedtenant.SimulatedTenantOptions;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.support.DefaultListableBeanFactory;
import org.springframework.boot.SpringApplication;
import org.springframework.context.ApplicationContextInitializer;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.MapPropertySource;

/**
 * Starts the simulated tenant, once in a virtual machine, and points the context's settings there: directory, mail server
 * and OpenID Connect.
 *
 * <p>{@code guestward.embedded.free-ports=true} takes free ports for everything, the product included, so that several
 * runs do not meet. {@code guestward.embedded.tenant.log-file} and {@code .state-file} name where the tenant writes its
 * changes down and what it remembers over a restart; {@code .seeded-users} invents that many people.
 */
public final class EmbeddedTenant implements ApplicationContextInitializer<ConfigurableApplicationContext> {
    private static @Nullable SimulatedTenant tenant;

    @Override
    public void initialize(ConfigurableApplicationContext context) {
        ConfigurableEnvironment environment = context.getEnvironment();
        Map<String, Object> settings = new LinkedHashMap<>();
        boolean free = environment.getProperty("guestward.embedded.free-ports", Boolean.class, false);
        int port = free ? freePort() : environment.getProperty("server.port", Integer.class, 8080);
        point(settings, tenant(environment, free), port);
        environment.getPropertySources().addFirst(new MapPropertySource("simulated tenant", settings));
        if (environment.getProperty("guestward.embedded.stop-with-context", Boolean.class, false)) {
            ((DefaultListableBeanFactory) context.getBeanFactory())
                    .registerDisposableBean("embeddedTenant", EmbeddedTenant::stop);
        }
    }

    /** Settings of a product that listens on this port of this machine. */
    public static void point(Map<String, Object> settings, SimulatedTenant at, int port) {
        settings.put("server.port", port);
        settings.put("guestward.public-url", "http://localhost:" + port);
        settings.put("guestward.graph.base-url", at.graphUrl().toString());
        settings.put("guestward.graph.authority", at.authority().toString());
        settings.put("guestward.graph.tenant-id", at.tenantId());
        settings.put("guestward.graph.client-id", at.clientId());
        settings.put("guestward.graph.client-secret", at.clientSecret());
        settings.put("guestward.graph.truststore", at.trustStore().toString());
        settings.put("guestward.invitation.redirect-url", at.httpUrl() + "/apps");
        settings.put("guestward.people.administrators-group", Seeds.ADMINISTRATORS_GROUP_ID);
        settings.put("guestward.people.owners-group", Seeds.APPLICATION_OWNERS_GROUP_ID);
        settings.put("guestward.people.sponsors-group", Seeds.SPONSORS_GROUP_ID);
        settings.put("guestward.grants.health-records.group-id", Seeds.HEALTH_RECORDS_GUESTS_GROUP_ID);
        settings.put("guestward.grants.health-records.application-id", Seeds.HEALTH_RECORDS_APP_ID);
        settings.put("spring.mail.host", "localhost");
        settings.put("spring.mail.port", at.smtpPort());
        settings.put("spring.security.oauth2.client.registration.entra.client-id", at.clientId());
        settings.put("spring.security.oauth2.client.registration.entra.client-secret", at.clientSecret());
        settings.put("spring.security.oauth2.client.registration.entra.scope", "openid,profile");
        settings.put(
                "spring.security.oauth2.client.provider.entra.issuer-uri",
                at.issuer().toString());
    }

    /** The tenant of this virtual machine. */
    public static synchronized SimulatedTenant tenant() {
        if (tenant == null) {
            throw new IllegalStateException("The simulated tenant has not been started");
        }
        return tenant;
    }

    private static synchronized SimulatedTenant tenant(ConfigurableEnvironment environment, boolean free) {
        if (tenant == null) {
            SimulatedTenantOptions options = free
                    ? SimulatedTenantOptions.ephemeral()
                    : SimulatedTenantOptions.defaults()
                            .withPorts(
                                    environment.getProperty("guestward.embedded.tenant.http-port", Integer.class, 8089),
                                    environment.getProperty(
                                            "guestward.embedded.tenant.https-port", Integer.class, 8443),
                                    environment.getProperty(
                                            "guestward.embedded.tenant.smtp-port", Integer.class, 3025));
            // both sides have to agree on the time, also when a test steps it
            tenant = SimulatedTenant.start(keeping(environment, options).withClock(SteppedClock.instance()));
            if (!free) {
                tenant.addCanary();
            }
            SpringApplication.getShutdownHandlers().add(EmbeddedTenant::stop);
        }
        return tenant;
    }

    private static SimulatedTenantOptions keeping(ConfigurableEnvironment environment, SimulatedTenantOptions options) {
        String log = environment.getProperty("guestward.embedded.tenant.log-file");
        String state = environment.getProperty("guestward.embedded.tenant.state-file");
        SimulatedTenantOptions logging = log == null ? options : options.withLogFile(Path.of(log));
        SimulatedTenantOptions keeping = state == null ? logging : logging.withStateFile(Path.of(state));
        return keeping.withSeededUsers(
                environment.getProperty("guestward.embedded.tenant.seeded-users", Integer.class, 0));
    }

    private static synchronized void stop() {
        if (tenant != null) {
            tenant.close();
            tenant = null;
        }
    }

    /** A port nobody listens on. The tenant must know where the product is before it listens. */
    public static int freePort() {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
