package dev.guestward.directory.changes;

import static org.assertj.core.api.Assertions.assertThat;

import dev.guestward.GuestwardTest;
import dev.guestward.embedded.EmbeddedTenant;
import dev.guestward.faults.FaultRun;
import dev.guestward.schedule.FleetTrigger;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Tuple;
import net.jqwik.api.sessions.JqwikSession;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Whatever is posted gets an answer that fits, and nothing is done that was not genuinely asked for. */
@GuestwardTest
class OddPostsTest {
    private static final String PATH = "/graph/notifications";
    private static final int AT_ONCE = 16;
    /** {@code -Pfaults} makes a million of them. */
    private static final int GENERATED = Integer.getInteger("webhook.bodies", 10_000);

    @Autowired
    SubscriptionKeeper keeper;

    @Autowired
    SubscriptionStore subscriptions;

    @Autowired
    KnownSubscriptions known;

    @Autowired
    FleetTrigger trigger;

    @Autowired
    Clock clock;

    @Autowired
    MeterRegistry meters;

    @Autowired
    JdbcClient db;

    @Value("${server.port}")
    int port;

    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(5))
            .build();
    private String subscription = "";
    private String secret = "";

    @BeforeEach
    void subscribe() throws IOException, InterruptedException {
        http.send(
                HttpRequest.newBuilder(EmbeddedTenant.tenant().httpUrl().resolve("/_sim/quota"))
                        .DELETE()
                        .build(),
                HttpResponse.BodyHandlers.discarding());
        keeper.run();
        GraphSubscriptionRow row = subscriptions.of("users").get(0);
        subscription = String.valueOf(row.subscriptionId());
        secret = row.clientState();
        known.refresh();
    }

    static Stream<Arguments> bodies() {
        String user = UUID.randomUUID().toString();
        String plain = "\"resource\":\"Users/" + user + "\"";
        return Stream.of(
                Arguments.of("W1 nothing", "", 400),
                Arguments.of("W2 cut", "{\"value\":[{", 400),
                Arguments.of("W3 a list", "[]", 400),
                Arguments.of("W3 null", "null", 400),
                Arguments.of("W3 a text", "\"x\"", 400),
                Arguments.of("W3 a number", "5", 400),
                Arguments.of("W4 no items", "{\"value\":[]}", 202),
                Arguments.of("W5 value null", "{\"value\":null}", 400),
                Arguments.of("W5 value missing", "{}", 400),
                Arguments.of("W5 value an object", "{\"value\":{}}", 400),
                Arguments.of("W6 an item null", "{\"value\":[null]}", 202),
                Arguments.of("W7 no secret", "{\"value\":[{\"subscriptionId\":\"$S\"," + plain + "}]}", 202),
                Arguments.of(
                        "W8 the last character differs",
                        "{\"value\":[{\"subscriptionId\":\"$S\",\"clientState\":\"$C!\"," + plain + "}]}",
                        202),
                Arguments.of(
                        "W9 the secret a list",
                        "{\"value\":[{\"subscriptionId\":\"$S\",\"clientState\":[\"$C\"]," + plain + "}]}",
                        202),
                Arguments.of(
                        "W9 the secret a number",
                        "{\"value\":[{\"subscriptionId\":\"$S\",\"clientState\":5," + plain + "}]}",
                        202),
                Arguments.of(
                        "W9 the secret a megabyte",
                        "{\"value\":[{\"subscriptionId\":\"$S\",\"clientState\":\"" + "x".repeat(1 << 20) + "\"}]}",
                        413),
                Arguments.of(
                        "W10 an unknown subscription",
                        "{\"value\":[{\"subscriptionId\":\"" + user + "\",\"clientState\":\"$C\"," + plain + "}]}",
                        202),
                Arguments.of(
                        "W11 another tenant",
                        "{\"value\":[{\"subscriptionId\":\"$S\",\"clientState\":\"$C\",\"tenantId\":\"" + user + "\","
                                + plain + "}]}",
                        202),
                Arguments.of("W13 a key twice", "{\"value\":[],\"value\":[]}", 400),
                Arguments.of("W14 deep", "{\"value\":" + "[".repeat(10_000) + "]".repeat(10_000) + "}", 400),
                Arguments.of("W21 half a character", "{\"value\":[{\"subscriptionId\":\"\\ud800\"}]}", 400),
                Arguments.of("W22 a NUL", "{\"value\":[{\"subscriptionId\":\"a\\u0000b\"}]}", 400),
                Arguments.of(
                        "W24 two ids",
                        "{\"value\":[{\"subscriptionId\":\"$S\",\"clientState\":\"$C\"," + plain
                                + ",\"resourceData\":{\"id\":\"" + UUID.randomUUID() + "\"}}]}",
                        202),
                Arguments.of("W25 a link", "{\"@odata.nextLink\":\"https://evil.example/\",\"value\":[]}", 202),
                Arguments.of("W28 far too many", "{\"value\":[" + "{},".repeat(400_000) + "{}]}", 413),
                Arguments.of(
                        "W30 an event nobody knows",
                        "{\"value\":[{\"subscriptionId\":\"$S\",\"clientState\":\"$C\",\"lifecycleEvent\":\"exploded\"}]}",
                        202),
                Arguments.of(
                        "W34 a token nobody signed",
                        "{\"validationTokens\":[\"eyJhbGciOiJub25lIn0.e30.\"],\"value\":[{\"subscriptionId\":\"$S\","
                                + plain + "}]}",
                        202),
                Arguments.of(
                        "W35 something encrypted",
                        "{\"value\":[{\"subscriptionId\":\"$S\",\"clientState\":\"$C\",\"encryptedContent\":{\"data\":\"x\"}}]}",
                        202),
                Arguments.of("something after the end", "{\"value\":[]} x", 400));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("bodies")
    void aBodyGetsTheAnswerThatFitsAndNothingIsStored(String name, String body, int status) throws Exception {
        double stored = counted("stored");

        assertThat(post(body.replace("$S", subscription).replace("$C", secret)).join())
                .isEqualTo(status);

        assertThat(counted("stored")).isEqualTo(stored);
    }

    @Test
    void aSecretDoesNotOpenAnotherSubscription() {
        UUID other = UUID.randomUUID();
        db.sql("insert into graph_subscription (resource, part, subscription_id, client_state, created_at)"
                        + " values ('users', 'BRIDGE', ?, 'another-secret', now())")
                .param(other.toString())
                .update();
        double stored = counted("stored");
        try {
            assertThat(post("{\"value\":[{\"subscriptionId\":\"" + other + "\",\"clientState\":\"" + secret
                                    + "\",\"resource\":\"Users/" + UUID.randomUUID() + "\"}]}")
                            .join())
                    .isEqualTo(202);
        } finally {
            db.sql("delete from graph_subscription where subscription_id = ?")
                    .param(other.toString())
                    .update();
            known.refresh();
        }
        assertThat(counted("stored")).isEqualTo(stored);
    }

    @ParameterizedTest
    @MethodSource("framings")
    void aPostThatIsFramedBadlyIsRefused(String head, byte[] body, List<Integer> statuses) throws IOException {
        try (Socket socket = new Socket("localhost", port)) {
            socket.setSoTimeout(12_000);
            socket.getOutputStream()
                    .write(("POST " + PATH + " HTTP/1.1\r\nHost: localhost\r\n" + head + "\r\n")
                            .getBytes(StandardCharsets.ISO_8859_1));
            socket.getOutputStream().write(body);
            socket.getOutputStream().flush();
            assertThat(status(socket.getInputStream())).as(head).isIn(statuses);
        }
    }

    static Stream<Arguments> framings() {
        String json = "Content-Type: application/json\r\n";
        byte[] empty = "{\"value\":[]}".getBytes(StandardCharsets.UTF_8);
        return Stream.of(
                Arguments.of(
                        json + "Transfer-Encoding: chunked\r\n",
                        "5\r\n{\"val".getBytes(StandardCharsets.UTF_8),
                        List.of(408)),
                Arguments.of(json + "Content-Length: 500\r\n", empty, List.of(408)),
                Arguments.of(json + "Content-Length: 12\r\nTransfer-Encoding: chunked\r\n", empty, List.of(400)),
                Arguments.of(json + "Content-Length: 12\r\nContent-Length: 13\r\n", empty, List.of(400)),
                Arguments.of(
                        json + "Transfer-Encoding: chunked\r\n",
                        "zz\r\n".getBytes(StandardCharsets.UTF_8),
                        List.of(400)),
                Arguments.of(json + "Content-Encoding: gzip\r\nContent-Length: 12\r\n", empty, List.of(415)),
                Arguments.of(json + "X-HTTP-Method-Override: DELETE\r\nContent-Length: 12\r\n", empty, List.of(400)),
                Arguments.of(
                        json + "X-Huge: " + "x".repeat(40_000) + "\r\nContent-Length: 12\r\n",
                        empty,
                        List.of(400, 431)),
                Arguments.of(
                        json + "Content-Length: 4\r\n", new byte[] {'{', (byte) 0xC3, (byte) 0x28, '}'}, List.of(400)));
    }

    @Test
    void anAttackOnTheWebhookKeepsNobodyFromThePages() throws Exception {
        List<Socket> slow = new ArrayList<>();
        try {
            for (int n = 0; n < 300; n++) {
                Socket socket = new Socket("localhost", port);
                socket.getOutputStream()
                        .write(("POST " + PATH + " HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
                                        + "Content-Length: 500\r\n\r\n{")
                                .getBytes(StandardCharsets.ISO_8859_1));
                slow.add(socket);
            }
            for (int n = 0; n < 20; n++) {
                assertThat(http.send(
                                        HttpRequest.newBuilder(URI.create("http://localhost:" + port + "/login"))
                                                .timeout(Duration.ofSeconds(4))
                                                .build(),
                                        HttpResponse.BodyHandlers.discarding())
                                .statusCode())
                        .isEqualTo(200);
            }
            assertThat(post("{\"value\":[]}").join()).as("too many are open").isIn(503, 202);
        } finally {
            for (Socket socket : slow) {
                socket.close();
            }
        }
    }

    @Test
    void unreadableBodiesLeadToOneDeltaRunAMinute() {
        db.sql("update delta_cursor set asked_at = now() - interval '2 minutes'")
                .update();
        EarlyDelta fresh = new EarlyDelta(db, trigger, meters, clock);
        double before = meters.counter("guestward.delta.asked", "why", "test").count();

        for (int n = 0; n < 100; n++) {
            fresh.ask("test");
        }

        assertThat(new EarlyDelta(db, trigger, meters, clock).ask("test"))
                .as("from another node")
                .isFalse();
        assertThat(meters.counter("guestward.delta.asked", "why", "test").count())
                .isEqualTo(before + 1);
    }

    @Test
    @Tag("faults")
    void generatedBodiesHaveNoEffectAndNoWorseAnswerThan503() throws Exception {
        JqwikSession.run(this::postGenerated);
    }

    private void postGenerated() throws Exception {
        FaultRun run = new FaultRun("OddPosts");
        double stored = counted("stored");
        Map<Integer, Integer> answers = new HashMap<>();
        List<CompletableFuture<Integer>> underWay = new ArrayList<>();
        var bodies =
                posts().generator(1_000, true).stream(new Random(run.seed())).iterator();
        for (int n = 0; n < GENERATED; n++) {
            underWay.add(post(String.valueOf(bodies.next().value())));
            if (n % 50_000 == 49_999) {
                JqwikSession.finishTry(); // forgets what it keeps for shrinking
            }
            if (underWay.size() == AT_ONCE || n == GENERATED - 1) {
                for (CompletableFuture<Integer> one : underWay) {
                    answers.merge(one.get(20, TimeUnit.SECONDS), 1, Integer::sum);
                }
                underWay.clear();
            }
        }
        assertThat(answers.keySet()).as(answers.toString()).isSubsetOf(202, 400, 413, 503);
        assertThat(answers).as("both kinds are among them").containsKeys(202, 400);
        assertThat(counted("stored")).isEqualTo(stored);
        run.struck(GENERATED - answers.getOrDefault(202, 0));
        run.figure("bodies", GENERATED);
        run.figure("answers", new TreeMap<>(answers));
        run.end();
    }

    /** Almost what Graph sends, and anything else; the secret is never right. */
    private Arbitrary<String> posts() {
        Arbitrary<String> odd = Arbitraries.frequencyOf(
                Tuple.of(6, Arbitraries.strings().ofMaxLength(30).map(OddPostsTest::quoted)),
                Tuple.of(
                        4,
                        Arbitraries.of(
                                "null",
                                "5",
                                "-1e400",
                                "true",
                                "[]",
                                "{}",
                                "[null]",
                                "\"\\ud83d\"",
                                "\"\\u0000\"",
                                "\"NA\"",
                                "\"1970-01-01T00:00:00Z\"",
                                "\"users/../../applications\"",
                                "\"https://evil.example/Users/x\"",
                                "\"Users/" + UUID.randomUUID() + "\"",
                                "\"" + subscription + "\"",
                                "\"reauthorizationRequired\"",
                                "\"deleted\"")));
        Arbitrary<String> key = Arbitraries.of(
                "subscriptionId",
                "clientState",
                "changeType",
                "resource",
                "resourceData",
                "tenantId",
                "lifecycleEvent",
                "id",
                "@odata.id",
                "encryptedContent",
                "subscriptionExpirationDateTime");
        Arbitrary<String> item = Combinators.combine(key, odd)
                .as((name, value) -> "\"" + name + "\":" + value)
                .list()
                .ofMaxSize(6)
                .map(fields -> "{" + String.join(",", fields) + "}");
        Arbitrary<String> list = Arbitraries.oneOf(item, odd)
                .list()
                .ofMaxSize(8)
                .map(items -> "{\"value\":[" + String.join(",", items) + "]}");
        Arbitrary<String> cut = Combinators.combine(list, Arbitraries.integers().between(0, 200))
                .as((text, at) -> text.substring(0, Math.min(text.length(), at)));
        return Arbitraries.frequencyOf(
                Tuple.of(6, list),
                Tuple.of(2, cut),
                Tuple.of(1, Arbitraries.strings().ofMaxLength(200)),
                Tuple.of(1, odd));
    }

    private static String quoted(String text) {
        return "\"" + text.replace("\\", "\\\\").replace("\"", "\\\"") + "\"";
    }

    private CompletableFuture<Integer> post(String body) {
        return http.sendAsync(
                        HttpRequest.newBuilder(URI.create("http://localhost:" + port + PATH))
                                .header("Content-Type", "application/json")
                                .timeout(Duration.ofSeconds(15))
                                .POST(HttpRequest.BodyPublishers.ofString(body))
                                .build(),
                        HttpResponse.BodyHandlers.discarding())
                .thenApply(HttpResponse::statusCode);
    }

    private static int status(InputStream in) throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        for (int c = in.read(); c >= 0 && c != '\n'; c = in.read()) {
            line.write(c);
        }
        String[] words = line.toString(StandardCharsets.ISO_8859_1).split(" ");
        return words.length > 1 ? Integer.parseInt(words[1]) : 0;
    }

    private double counted(String result) {
        return meters.counter("guestward.notifications", "result", result).count();
    }
}
