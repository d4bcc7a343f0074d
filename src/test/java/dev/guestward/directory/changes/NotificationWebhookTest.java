package dev.guestward.directory.changes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.guestward.GuestwardTest;
import dev.guestward.Hospital;
import dev.guestward.Hospital.Reply;
import dev.guestward.embedded.EmbeddedTenant;
import io.micrometer.core.instrument.MeterRegistry;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The webhook is open to the internet: what is genuine is stored, everything else is dropped without a word. */
@GuestwardTest
class NotificationWebhookTest {
    @Autowired
    SubscriptionKeeper keeper;

    @Autowired
    SubscriptionStore subscriptions;

    @Autowired
    MeterRegistry meters;

    @Autowired
    JdbcClient db;

    @Value("${server.port}")
    int port;

    private Hospital hospital = new Hospital(URI.create("http://localhost"), URI.create("http://localhost"));
    private String subscription = "";
    private String secret = "";

    @BeforeEach
    void subscribe() {
        hospital = new Hospital(
                URI.create("http://localhost:" + port), EmbeddedTenant.tenant().httpUrl());
        hospital.tenant("DELETE", "/_sim/quota", ""); // the tenant allows 25 listings in 20 s
        keeper.run();
        GraphSubscriptionRow row = subscriptions.of("users").get(0);
        subscription = Objects.requireNonNull(row.subscriptionId());
        secret = row.clientState();
    }

    @Test
    void aGenuineNotificationIsStored() {
        double before = counted("stored");

        Reply reply = post(Map.of(
                "value", List.of(item(subscription, secret, UUID.randomUUID().toString()))));

        assertThat(reply.status()).isEqualTo(202);
        assertThat(counted("stored")).isEqualTo(before + 1);
    }

    @Test
    void aForgedOneIsAnsweredTheSameAndDropped() {
        String user = UUID.randomUUID().toString();
        String almost = secret.substring(0, secret.length() - 1) + (secret.endsWith("x") ? "y" : "x");
        double stored = counted("stored");
        double wrong = counted("wrong-secret");
        double unknown = counted("unknown-subscription");
        double nameless = counted("no-subscription");

        Reply reply = post(Map.of(
                "value",
                List.of(
                        item(subscription, almost, user),
                        item(UUID.randomUUID().toString(), secret, user),
                        Map.of("subscriptionId", subscription, "resource", "Users/" + user),
                        Map.of("resource", "Users/" + user))));

        assertThat(reply.status()).isEqualTo(202);
        assertThat(reply.text()).isEmpty();
        assertThat(counted("stored")).isEqualTo(stored);
        assertThat(counted("wrong-secret")).isEqualTo(wrong + 2);
        assertThat(counted("unknown-subscription")).isEqualTo(unknown + 1);
        assertThat(counted("no-subscription")).isEqualTo(nameless + 1);
    }

    @Test
    void aGenuineOneAmongForgedOnesIsStored() {
        double stored = counted("stored");

        Reply reply = post(Map.of(
                "value",
                List.of(
                        item(subscription, "wrong", UUID.randomUUID().toString()),
                        item(subscription, secret, UUID.randomUUID().toString()))));

        assertThat(reply.status()).isEqualTo(202);
        assertThat(counted("stored")).isEqualTo(stored + 1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "users/../../applications",
                "https://evil.example/Users/0b9f6a0d-2a1e-4f4e-9c55-6f1f0f4f8e02",
                "//evil.example/Users/0b9f6a0d-2a1e-4f4e-9c55-6f1f0f4f8e02",
                "Users/not-an-id",
                "Groups/0b9f6a0d-2a1e-4f4e-9c55-6f1f0f4f8e02",
                "Users/0b9f6a0d-2a1e-4f4e-9c55-6f1f0f4f8e02/manager",
                "Users/0b9f6a0d-2a1e-4f4e-9c55-6f1f0f4f8e02\r\nX: y"
            })
    void anAddressThatIsNoPlainUserIsNeverFollowed(String resource) {
        double stored = counted("stored");

        Reply reply = post(Map.of(
                "value",
                List.of(Map.of(
                        "subscriptionId", subscription,
                        "clientState", secret,
                        "changeType", "updated",
                        "resource", resource))));

        assertThat(reply.status()).isEqualTo(202);
        assertThat(counted("stored")).isEqualTo(stored);
    }

    @Test
    void anIdThatContradictsTheAddressIsNotBelieved() {
        double stored = counted("stored");

        post(Map.of(
                "value",
                List.of(Map.of(
                        "subscriptionId",
                        subscription,
                        "clientState",
                        secret,
                        "resource",
                        "Users/" + UUID.randomUUID(),
                        "resourceData",
                        Map.of("id", UUID.randomUUID().toString())))));

        assertThat(counted("stored")).isEqualTo(stored);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{",
                "[]",
                "null",
                "\"x\"",
                "5",
                "{}",
                "{\"value\":null}",
                "{\"value\":{}}",
                "{\"value\":[],\"value\":[]}",
                "{\"value\":[]} trailing"
            })
    void aBodyThatCannotBeReadIsABadRequest(String body) {
        assertThat(hospital.anonymous("POST", "/graph/notifications", body).status())
                .isEqualTo(400);
    }

    @Test
    void anEmptyBodyIsABadRequestAndAnEmptyListIsFine() {
        assertThat(hospital.anonymous("POST", "/graph/notifications", " ").status())
                .isEqualTo(400);
        assertThat(post(Map.of("value", List.of())).status()).isEqualTo(202);
    }

    @Test
    void nestingBeyondAllSenseIsABadRequest() {
        String deep = "{\"value\":" + "[".repeat(10_000) + "]".repeat(10_000) + "}";

        assertThat(hospital.anonymous("POST", "/graph/notifications", deep).status())
                .isEqualTo(400);
    }

    @Test
    void aBodyOfMoreThanAMegabyteIsTooLarge() {
        String large = "{\"value\":[\"" + "x".repeat(1_100_000) + "\"]}";

        assertThat(hospital.anonymous("POST", "/graph/notifications", large).status())
                .isEqualTo(413);
    }

    @Test
    void onlyJsonIsTaken() {
        for (String type : List.of(
                "text/xml",
                "multipart/form-data; boundary=x",
                "application/x-www-form-urlencoded",
                "application/json; charset=utf-16",
                "nonsense")) {
            assertThat(hospital.anonymous("POST", "/graph/notifications", "{}", "Content-Type", type)
                            .status())
                    .as(type)
                    .isEqualTo(415);
        }
    }

    @Test
    void theHandshakeEchoesTheDecodedTokenAsPlainText() {
        Reply reply = hospital.anonymous(
                "POST",
                "/graph/notifications?validationToken=Validation%3A+Testing+%3Cb%3E%26",
                "",
                "Content-Type",
                "text/plain; charset=utf-8");

        assertThat(reply.status()).isEqualTo(200);
        assertThat(reply.contentType()).startsWith("text/plain");
        assertThat(reply.text()).isEqualTo("Validation: Testing <b>&");
    }

    @Test
    void aHandshakeThatMakesNoSenseIsABadRequest() {
        for (String query : List.of(
                "validationToken=",
                "validationToken=a&validationToken=b",
                "validationToken=a%0d%0aX:%20y",
                "validationToken=" + "x".repeat(2_001))) {
            assertThat(hospital.anonymous("POST", "/graph/notifications?" + query, "", "Content-Type", "text/plain")
                            .status())
                    .as(query.substring(0, Math.min(40, query.length())))
                    .isEqualTo(400);
        }
    }

    @Test
    void lifecycleEventsAreTakenAndOtherMethodsAreNot() {
        assertThat(hospital.anonymous(
                                "POST",
                                "/graph/lifecycle",
                                Map.of(
                                        "value",
                                        List.of(Map.of(
                                                "subscriptionId", subscription,
                                                "clientState", secret,
                                                "lifecycleEvent", "reauthorizationRequired"))))
                        .status())
                .isEqualTo(202);
        for (String method : List.of("GET", "PUT", "DELETE", "OPTIONS", "HEAD", "PATCH")) {
            assertThat(hospital.anonymous(method, "/graph/notifications", "").status())
                    .as(method)
                    .isEqualTo(405);
        }
    }

    @Test
    void aSubscriptionThatVanishesIsMadeAnewAndBelieved() {
        hospital.tenant("DELETE", "/_sim/subscriptions/" + subscription, "");

        keeper.run();

        GraphSubscriptionRow row = subscriptions.of("users").get(0);
        assertThat(row.subscriptionId()).isNotEqualTo(subscription);
        double stored = counted("stored");
        post(Map.of(
                "value",
                List.of(item(
                        Objects.requireNonNull(row.subscriptionId()),
                        row.clientState(),
                        UUID.randomUUID().toString()))));
        assertThat(counted("stored")).isEqualTo(stored + 1);
    }

    @Test
    void theTenantsDemandForOurAuthorizationIsAnsweredByTheKeeper() {
        db.sql("update graph_subscription set authorized_at = authorized_at - interval '1 hour'")
                .update();
        hospital.tenant("POST", "/_sim/notifications/lifecycle", Map.of());
        for (String resource : List.of("users", "groups")) {
            await().until(() -> subscriptions.of(resource).get(0).reauthorizeWantedAt() != null);
        }

        keeper.run();

        assertThat(subscriptions.of("users").get(0).reauthorizeWantedAt()).isNull();
        assertThat(hospital.tenant("GET", "/_sim/subscriptions", "").json())
                .allSatisfy(one -> assertThat(one.path("paused").asBoolean()).isFalse());
    }

    private Reply post(Object body) {
        return hospital.anonymous("POST", "/graph/notifications", body);
    }

    private static Map<String, Object> item(String subscription, String clientState, String user) {
        return Map.of(
                "subscriptionId",
                subscription,
                "clientState",
                clientState,
                "changeType",
                "updated",
                "resource",
                "Users/" + user,
                "resourceData",
                Map.of("@odata.type", "#Microsoft.Graph.User", "id", user));
    }

    private double counted(String result) {
        return meters.counter("guestward.notifications", "result", result).count();
    }
}
