package dev.guestward.directory.graph;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import dev.guestward.directory.Answer;
import dev.guestward.directory.DirectorySubscriptions;
import dev.guestward.directory.DirectorySubscriptions.NewSubscription;
import dev.guestward.directory.DirectorySubscriptions.Subscription;
import dev.guestward.simulatedtenant.SimulatedTenant;
import dev.guestward.simulatedtenant.SimulatedTenantOptions;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** Subscriptions over the real SDK. */
class GraphSubscriptionsTest {
    /** More than one page of the simulated tenant holds. */
    private static final int MANY = 45;

    private static final SimulatedTenant TENANT = SimulatedTenant.start(SimulatedTenantOptions.ephemeral());

    private final GraphSettings settings = GraphFixture.settings(TENANT, Map.of());
    private final DirectorySubscriptions subscriptions =
            new GraphSubscriptions(GraphFixture.clients(settings, Clock.systemUTC()), settings);

    @AfterAll
    static void stop() {
        TENANT.close();
    }

    @Test
    void everyPageOfTheListIsRead() throws IOException {
        HttpServer webhook = echo();
        URI url = URI.create("http://localhost:" + webhook.getAddress().getPort() + "/");
        Set<String> made = new HashSet<>();
        try {
            for (int n = 0; n < MANY; n++) {
                Answer<Subscription> answer = subscriptions.create(new NewSubscription(
                        "users/" + UUID.randomUUID(),
                        Set.of("updated", "deleted"),
                        url,
                        url,
                        Instant.now().plus(Duration.ofDays(1)),
                        "state"));
                assertThat(answer)
                        .isInstanceOfSatisfying(
                                Answer.Done.class, done -> made.add(((Subscription) done.value()).id()));
            }
        } finally {
            webhook.stop(0);
        }

        assertThat(subscriptions.list())
                .extracting(Subscription::id)
                .hasSize(MANY)
                .containsExactlyInAnyOrderElementsOf(made);
        assertThat(subscriptions.list().get(0).changes()).containsExactlyInAnyOrder("updated", "deleted");
    }

    @Test
    void anEventHubIsSubscribedWithoutAHandshakeAndReauthorized() {
        URI hub = URI.create(
                "EventHub:https://northfield.servicebus.windows.net/eventhubname/guests?tenantId=northfield.onmicrosoft.com");

        Answer<Subscription> answer = subscriptions.create(new NewSubscription(
                "users", Set.of("updated"), hub, hub, Instant.now().plus(Duration.ofDays(1)), "state"));

        assertThat(answer).isInstanceOf(Answer.Done.class);
        Subscription made = ((Answer.Done<Subscription>) answer).value();
        assertThat(made.notificationUrl()).isEqualTo(hub);
        assertThat(subscriptions.reauthorize(made.id())).isInstanceOf(Answer.Done.class);
        assertThat(subscriptions.delete(made.id())).isInstanceOf(Answer.Done.class);
        assertThat(subscriptions.reauthorize(made.id())).isInstanceOf(Answer.NotThere.class);
    }

    /** Answers the handshake. */
    private static HttpServer echo() throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", call -> {
            String token = URLDecoder.decode(
                    call.getRequestURI().getRawQuery().replace("validationToken=", ""), StandardCharsets.UTF_8);
            byte[] bytes = token.getBytes(StandardCharsets.UTF_8);
            call.getResponseHeaders().set("Content-Type", "text/plain");
            call.sendResponseHeaders(200, bytes.length);
            call.getResponseBody().write(bytes);
            call.close();
        });
        server.start();
        return server;
    }
}
