package dev.guestward.simulatedtenant;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StateTest extends RunningTenant {
    private static final String MAIL = "m.okafor@harbour-clinic.example";

    @TempDir
    @SuppressWarnings("NullAway.Init")
    Path folder;

    @Override
    SimulatedTenantOptions options() {
        return super.options().withLogFile(folder.resolve("log.jsonl")).withStateFile(folder.resolve("state.json"));
    }

    @Test
    void aRestartedTenantKnowsWhatItKnew() {
        var link = client.invite(MAIL);
        var id = link.path("invitedUser").path("id").asText();
        var gone = client.inviteId("gone@harbour-clinic.example");
        client.graph("DELETE", "/users/" + gone, "");
        var delta = client.graph("GET", "/users/delta?$deltatoken=latest", "")
                .json()
                .path("@odata.deltaLink")
                .asText();
        var query = delta.substring(tenant.graphUrl().toString().length());
        client.sim("PUT", "/policies", "{\"allowInvitesFrom\":\"none\"}");
        client.sim("POST", "/clock", "{\"by\":\"P2D\"}");

        restart();

        assertThat(client.graph("GET", "/users/" + id, "").json().path("mail").asText())
                .isEqualTo(MAIL);
        assertThat(client.graph("GET", "/users/" + gone, "").status()).isEqualTo(404);
        assertThat(client.graph("GET", "/directory/deletedItems/" + gone, "").status())
                .isEqualTo(200);
        assertThat(client.sim("GET", "/policies", "")
                        .json()
                        .path("allowInvitesFrom")
                        .asText())
                .isEqualTo("none");
        assertThat(Instant.parse(
                        client.sim("GET", "/clock", "").json().path("now").asText()))
                .isAfter(Instant.now().plus(Duration.ofHours(47)));
        assertThat(client.sim(
                                "POST",
                                "/redeem",
                                Json.object()
                                        .set("redeemUrl", link.path("inviteRedeemUrl"))
                                        .toString())
                        .json()
                        .path("externalUserState")
                        .asText())
                .isEqualTo("Accepted");
        assertThat(client.graph("GET", query, "").json().path("value")).isEmpty();
        client.graph("PATCH", "/users/" + id, "{\"jobTitle\":\"Nurse\"}");
        assertThat(client.graph("GET", query, "").json().path("value"))
                .extracting(user -> user.path("id").asText())
                .containsExactly(id);
    }

    @Test
    void subscriptionsOutliveARestart() {
        try (var webhook = new Webhook()) {
            var subscription = Json.object()
                    .put("changeType", "updated,deleted")
                    .put("resource", "users")
                    .put("notificationUrl", webhook.url("/good"))
                    .put("clientState", "secret-state")
                    .put("expirationDateTime", Json.time(Instant.now().plus(Duration.ofDays(1))));
            assertThat(client.graph("POST", "/subscriptions", subscription.toString())
                            .status())
                    .isEqualTo(201);
            var before = subscriptionsWithoutAuthorization();

            restart();
            client.inviteId(MAIL);

            assertThat(subscriptionsWithoutAuthorization()).isEqualTo(before);
            await().until(() -> webhook.notifications().size() == 1);
        }
    }

    /** A restart authorizes anew; all else stays. */
    private String subscriptionsWithoutAuthorization() {
        return client.sim("GET", "/subscriptions", "").text().replaceAll("\"authorizedAt\":\"[^\"]*\"", "");
    }

    @Test
    void everyAcceptedChangeIsOnDiskOnceItIsAnswered() throws IOException {
        client.inviteId(MAIL);
        client.graph("POST", "/invitations", "{}");

        assertThat(Files.readAllLines(folder.resolve("log.jsonl")))
                .singleElement()
                .satisfies(line -> assertThat(Json.parse(line.getBytes(StandardCharsets.UTF_8))
                                .path("path")
                                .asText())
                        .isEqualTo("/invitations"));
    }

    @Test
    void theLogGoesOnAfterARestartAndForgetsOnlyAnUnfinishedLine() throws IOException {
        client.inviteId(MAIL);
        tenant.close();
        Files.writeString(folder.resolve("log.jsonl"), "{\"seq\":2,\"a", StandardOpenOption.APPEND);
        start();
        client.inviteId("second@harbour-clinic.example");

        JsonNode log = client.sim("GET", "/log", "").json();

        assertThat(log).extracting(entry -> entry.path("seq").asInt()).containsExactly(1, 2);
        assertThat(Files.readAllLines(folder.resolve("log.jsonl"))).hasSize(2);
    }

    @Test
    void theStateCanBeSavedWhileRunning() {
        client.inviteId(MAIL);

        assertThat(client.sim("POST", "/state", "").status()).isEqualTo(204);

        assertThat(folder.resolve("state.json")).content().contains(MAIL);
    }

    @Test
    void aBrokenStateFileIsNamed() throws IOException {
        tenant.close();
        Files.writeString(folder.resolve("state.json"), "{\"version\":1}");

        assertThatThrownBy(() -> SimulatedTenant.start(options()))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("state.json")
                .hasMessageContaining("missing");

        Files.delete(folder.resolve("state.json"));
        start();
    }

    @Test
    void aBrokenLogFileIsNamed() throws IOException {
        tenant.close();
        Files.writeString(folder.resolve("log.jsonl"), "not a log\n");

        assertThatThrownBy(() -> SimulatedTenant.start(options()))
                .hasMessageContaining("log.jsonl is broken in line 1");

        Files.delete(folder.resolve("log.jsonl"));
        start();
    }

    private void restart() {
        tenant.close();
        start();
    }
}
