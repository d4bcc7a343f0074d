package dev.guestward.simulatedtenant;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.microsoft.graph.models.User;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FaultTest extends RunningTenant {
    private static final String MAIL = "m.okafor@harbour-clinic.example";
    private static final String AMARA = "/users/" + Seeds.AMARA_SINGH_ID;
    private static final String RETIRE = "{\"jobTitle\":\"Retired\"}";

    @ParameterizedTest
    @CsvSource({"cutJson,Retired", "html,Retired", "htmlBefore,Consultant"})
    void anAnswerThatIsNoJsonHidesWhetherItHappened(String mode, String jobTitle) {
        order("{\"method\":\"PATCH\",\"mode\":\"" + mode + "\",\"times\":1}");

        var answer = client.graph("PATCH", AMARA, RETIRE);

        assertThat(answer.status()).isEqualTo(200);
        assertThatThrownBy(answer::json).isInstanceOf(Exception.class);
        assertThat(answer.header("Content-Type")).startsWith(mode.equals("cutJson") ? "application/json" : "text/html");
        assertThat(jobTitle()).isEqualTo(jobTitle);
        assertThat(struck()).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"cutJson", "html", "htmlBefore"})
    void microsoftsClientThrowsOnAnAnswerThatIsNoJson(String mode) {
        order("{\"method\":\"GET\",\"path\":\"/users/*\",\"mode\":\"" + mode + "\"}");
        var graph = client.graph();

        assertThatThrownBy(() -> {
                    User user = graph.users().byUserId(Seeds.AMARA_SINGH_ID).get();
                    if (user == null || !Seeds.AMARA_SINGH_ID.equals(user.getId())) {
                        throw new IllegalStateException("no user in it");
                    }
                })
                .isInstanceOf(Exception.class);
        assertThat(struck()).isPositive();
    }

    @Test
    void aDrippingAnswerKeepsNobodyElseWaitingAndItsThreadEndsWithTheClient() throws Exception {
        order("{\"method\":\"GET\",\"path\":\"/organization\",\"mode\":\"drip\",\"bytesPerSecond\":20,\"times\":1}");
        var token = client.tokenOf(tenant.clientId(), tenant.clientSecret());
        try (var socket = new Socket("localhost", tenant.httpUrl().getPort())) {
            socket.getOutputStream()
                    .write(("GET /v1.0/organization HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer " + token
                                    + "\r\n\r\n")
                            .getBytes(StandardCharsets.US_ASCII));
            assertThat(socket.getInputStream().read()).isEqualTo('H');
            assertThat(client.graph("PATCH", AMARA, RETIRE).status()).isEqualTo(204);
            await().until(FaultTest::drips);
        }

        await().atMost(Duration.ofSeconds(10)).until(() -> !drips());
    }

    private static boolean drips() {
        return Thread.getAllStackTraces().values().stream()
                .flatMap(Arrays::stream)
                .anyMatch(frame -> frame.getClassName().equals(Delivery.class.getName())
                        && frame.getMethodName().equals("write"));
    }

    @Test
    void aTenantThatStopsLeavesNoDelayedAnswerBehind() {
        order("{\"method\":\"GET\",\"path\":\"/organization\",\"mode\":\"delay\",\"delayMillis\":60000}");
        var token = client.tokenOf(tenant.clientId(), tenant.clientSecret());
        var request = HttpRequest.newBuilder(URI.create(tenant.httpUrl() + "/v1.0/organization"))
                .header("Authorization", "Bearer " + token)
                .build();
        var answer = HttpClient.newHttpClient().sendAsync(request, HttpResponse.BodyHandlers.ofString());
        await().until(FaultTest::waits);

        tenant.close();

        await().atMost(Duration.ofSeconds(10)).until(() -> !waits());
        assertThatThrownBy(answer::join).hasRootCauseInstanceOf(IOException.class);
    }

    private static boolean waits() {
        return Thread.getAllStackTraces().values().stream()
                .flatMap(Arrays::stream)
                .anyMatch(frame -> frame.getClassName().equals(Delivery.class.getName()));
    }

    @Test
    void aDripWithoutABodyIsSilence() {
        order("{\"method\":\"PATCH\",\"mode\":\"drip\",\"bytesPerSecond\":500,\"times\":1}");

        long start = System.nanoTime();
        client.graph("PATCH", AMARA, RETIRE);

        assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThan(Duration.ofMillis(200));
    }

    @Test
    void twentyDelayedCallsWaitSideBySide() {
        order("{\"method\":\"GET\",\"path\":\"/users/*\",\"mode\":\"delay\",\"delayMillis\":1000}");
        var token = client.tokenOf(tenant.clientId(), tenant.clientSecret());
        var http = HttpClient.newHttpClient();
        var request = HttpRequest.newBuilder(URI.create(tenant.httpUrl() + "/v1.0" + AMARA))
                .header("Authorization", "Bearer " + token)
                .build();

        long start = System.nanoTime();
        var calls = IntStream.range(0, 20)
                .mapToObj(i -> http.sendAsync(request, HttpResponse.BodyHandlers.ofString()))
                .toList();
        CompletableFuture.allOf(calls.toArray(CompletableFuture[]::new)).join();
        var took = Duration.ofNanos(System.nanoTime() - start);

        assertThat(calls).allMatch(call -> call.join().statusCode() == 200);
        // one after the other they would take twenty seconds
        assertThat(took).isBetween(Duration.ofMillis(1000), Duration.ofSeconds(15));
    }

    @Test
    void aStaleReadTellsWhatWasBeforeTheLastChange() {
        client.graph("PATCH", AMARA, "{\"jobTitle\":\"Head\"}");
        client.graph("PATCH", AMARA, RETIRE);
        order("{\"method\":\"GET\",\"mode\":\"stale\",\"times\":1}");

        assertThat(jobTitle()).isEqualTo("Head");
        assertThat(jobTitle()).isEqualTo("Retired");
    }

    @Test
    void aStaleReadCanLookFurtherBack() {
        client.graph("PATCH", AMARA, "{\"jobTitle\":\"Head\"}");
        client.graph("PATCH", AMARA, RETIRE);
        order("{\"method\":\"GET\",\"mode\":\"stale\",\"staleMillis\":3600000,\"times\":1}");

        assertThat(jobTitle()).isEqualTo("Consultant");
    }

    @Test
    void aStaleReadStillShowsWhoWasDeletedAndWhoWasAMember() {
        var id = client.inviteId(MAIL);
        var members = "/groups/" + Seeds.HEALTH_RECORDS_GUESTS_GROUP_ID + "/members";
        client.graph(
                "POST",
                members + "/$ref",
                Json.object().put("@odata.id", "https://x/users/" + id).toString());
        client.graph("DELETE", members + "/" + id + "/$ref", "");
        order("{\"method\":\"GET\",\"mode\":\"stale\",\"times\":2}");
        assertThat(client.graph("GET", members, "").json().path("value")).hasSize(1);
        client.graph("DELETE", "/users/" + id, "");

        assertThat(client.graph("GET", "/users/" + id, "").status()).isEqualTo(200);
        assertThat(client.graph("GET", "/users/" + id, "").status()).isEqualTo(404);
        assertThat(client.graph("GET", members, "").json().path("value")).isEmpty();
    }

    @Test
    void aPhantomIsInvitedAndNeverAppears() {
        order("{\"method\":\"POST\",\"path\":\"/invitations\",\"mode\":\"phantom\",\"times\":1}");
        var id = client.inviteId(MAIL);

        client.sim("POST", "/clock", "{\"by\":\"P1D\"}");

        assertThat(client.graph("GET", "/users/" + id, "").status()).isEqualTo(404);
        assertThat(client.sim("GET", "/log", "").json()).isEmpty();
        assertThat(client.sim("GET", "/counters", "").json().path("accepted").asInt())
                .isZero();
        assertThat(client.graph("GET", "/users/" + client.inviteId(MAIL), "").status())
                .isEqualTo(200);
    }

    @Test
    void thePartsOfABatchHaveFaultsToo() {
        order("{\"method\":\"PATCH\",\"mode\":\"html\",\"times\":1}");
        var batch = Json.object();
        var item = batch.withArray("requests").addObject();
        item.put("id", "1").put("method", "PATCH").put("url", AMARA);
        item.putObject("headers").put("Content-Type", "application/json");
        item.putObject("body").put("jobTitle", "Retired");

        var part = client.graph("POST", "/$batch", batch.toString())
                .json()
                .path("responses")
                .path(0);

        assertThat(part.path("headers").path("Content-Type").asText()).startsWith("text/html");
        assertThat(part.path("body").asText()).contains("<html");
        assertThat(jobTitle()).isEqualTo("Retired");
    }

    @ParameterizedTest
    @CsvSource({
        "mode,'\"melt\"'",
        "share,2",
        "times,-1",
        "status,200",
        "delayMillis,'\"soon\"'",
        "method,'\"FETCH\"'",
        "colour,1"
    })
    void aWrongFaultIsNamedAndNothingIsReplaced(String field, String value) {
        order("{\"path\":\"/kept\"}");

        var refused = client.sim(
                "PUT", "/faults", "[{\"path\":\"/new\"},{\"mode\":\"delay\",\"" + field + "\":" + value + "}]");

        assertThat(refused.status()).isEqualTo(400);
        assertThat(refused.text()).contains("faults[1]." + field);
        assertThat(faults()).hasSize(1);
        assertThat(faults().path(0).path("path").asText()).isEqualTo("/kept");
    }

    private void order(String fault) {
        var answer = client.sim("PUT", "/faults", "[" + fault + "]");
        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
    }

    private JsonNode faults() {
        return client.sim("GET", "/faults", "").json();
    }

    private int struck() {
        return faults().path(0).path("struck").asInt();
    }

    private String jobTitle() {
        return client.graph("GET", AMARA, "").json().path("jobTitle").asText();
    }
}
