package dev.guestward.simulatedtenant;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** A fresh tenant, and an endpoint that listens to it. */
abstract class ListeningTenant extends RunningTenant {
    static final String MAIL = "m.okafor@harbour-clinic.example";

    @SuppressWarnings("NullAway.Init")
    Webhook webhook;

    @BeforeEach
    void listen() {
        webhook = new Webhook();
    }

    @AfterEach
    void hangUp() {
        webhook.close();
    }

    String subscribe(ObjectNode wanted) {
        var answer = client.graph("POST", "/subscriptions", wanted.toString());
        assertThat(answer.status()).as(answer.text()).isEqualTo(201);
        return answer.json().path("id").asText();
    }

    String subscribe() {
        return subscribe(wanted());
    }

    ObjectNode wanted() {
        return Json.object()
                .put("changeType", "updated,deleted")
                .put("resource", "users")
                .put("notificationUrl", webhook.url("/good"))
                .put("lifecycleNotificationUrl", webhook.url("/good"))
                .put("clientState", "secret-state")
                .put("expirationDateTime", in(Duration.ofDays(2)));
    }

    String in(Duration duration) {
        var now =
                Instant.parse(client.sim("GET", "/clock", "").json().path("now").asText());
        return Json.time(now.plus(duration));
    }

    void step(String by) {
        client.sim("POST", "/clock", "{\"by\":\"" + by + "\"}");
    }

    /** What happens to notifications from now on. */
    void order(String body) {
        assertThat(client.sim("PUT", "/notifications", body).status()).isEqualTo(200);
    }

    JsonNode state() {
        return client.sim("GET", "/notifications", "").json();
    }

    void awaitState(String field, Object value) {
        await().untilAsserted(
                        () -> assertThat(state().path(field).asText()).as(field).isEqualTo(String.valueOf(value)));
    }

    JsonNode controlView(String id) {
        for (var subscription : client.sim("GET", "/subscriptions", "").json()) {
            if (subscription.path("id").asText().equals(id)) {
                return subscription;
            }
        }
        throw new AssertionError("no subscription " + id);
    }

    List<String> arrived() {
        return webhook.notifications().stream()
                .map(one -> one.path("resource").asText())
                .toList();
    }
}
