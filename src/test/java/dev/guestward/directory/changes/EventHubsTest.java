package dev.guestward.directory.changes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.guestward.GuestwardTest;
import dev.guestward.directory.ObjectId;
import dev.guestward.directory.ServiceTokens;
import dev.guestward.embedded.EmbeddedServices;
import dev.guestward.embedded.OwnBroker;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringSerializer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.beans.factory.BeanFactory;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.autoconfigure.kafka.KafkaProperties;
import org.springframework.kafka.listener.ConcurrentMessageListenerContainer;
import org.springframework.kafka.listener.DefaultErrorHandler;

/** Notifications out of an event hub, here a broker that wants TLS and a password or a token as a hub does. */
@GuestwardTest
class EventHubsTest {
    private static final String CONNECTION =
            "Endpoint=sb://northfield.servicebus.windows.net/;SharedAccessKeyName=listen;SharedAccessKey=c2VjcmV0LWtleQ==";
    private static final String LONG = "long-messages";
    private static final String PASSWORD = "changeit";

    private static @Nullable OwnBroker broker;
    private static String trusted = "";

    @Autowired
    BeanFactory beans;

    private final List<String> scopes = new ArrayList<>();

    @BeforeAll
    static void start(@TempDir Path home) throws Exception {
        Path keys = home.resolve("keys.p12");
        keytool(
                "-genkeypair",
                "-alias",
                "broker",
                "-keyalg",
                "RSA",
                "-dname",
                "CN=localhost",
                "-ext",
                "san=dns:localhost",
                "-keystore",
                keys.toString(),
                "-storetype",
                "PKCS12",
                "-storepass",
                PASSWORD);
        trusted = home.resolve("trusted.pem").toString();
        keytool(
                "-exportcert",
                "-rfc",
                "-alias",
                "broker",
                "-keystore",
                keys.toString(),
                "-storepass",
                PASSWORD,
                "-file",
                trusted);
        Map<String, String> settings = new LinkedHashMap<>();
        settings.put("sasl.enabled.mechanisms", "PLAIN,OAUTHBEARER");
        settings.put(
                "listener.name.client.plain.sasl.jaas.config",
                "org.apache.kafka.common.security.plain.PlainLoginModule required user_$ConnectionString=\""
                        + CONNECTION + "\";");
        settings.put(
                "listener.name.client.oauthbearer.sasl.jaas.config",
                "org.apache.kafka.common.security.oauthbearer.OAuthBearerLoginModule required"
                        + " unsecuredLoginStringClaim_sub=\"broker\";");
        settings.put("listener.name.client.ssl.keystore.location", keys.toString());
        settings.put("listener.name.client.ssl.keystore.type", "PKCS12");
        settings.put("listener.name.client.ssl.keystore.password", PASSWORD);
        settings.put("listener.name.client.ssl.key.password", PASSWORD);
        broker = new OwnBroker(home.resolve("broker"), "SASL_SSL", settings)
                .start()
                .topic("guests")
                .topic(LONG);
    }

    @AfterAll
    static void stop() {
        if (broker != null) {
            broker.close();
        }
    }

    @Test
    void whatGraphSendsIntoTheHubIsWorkedOnByTheRulesOfTheWebhook() throws Exception {
        try (OwnIntake own = new OwnIntake(beans, EmbeddedServices.broker().getBrokersAsString())) {
            ObjectId told = own.fixture.directory.account();
            ObjectId forged = own.fixture.directory.account();
            ConcurrentMessageListenerContainer<String, String> hub = container(own, CONNECTION, "by-password");
            hub.start();
            send("{\"value\":[{\"subscriptionId\":\"NA\",\"clientState\":\"x\",\"resource\":\"NA\"}]}");
            send("{\"value\":[" + own.item(forged.value()).replace(own.subscription.clientState(), "guessed") + "]}");
            send("{\"value\":[{\"clientState\":\"" + own.subscription.clientState() + "\"");
            send("{\"value\":[{\"subscriptionId\":\"" + own.subscription.subscriptionId() + "\",\"clientState\":\""
                    + own.subscription.clientState() + "\",\"lifecycleEvent\":\"reauthorizationRequired\"}]}");
            send("{\"value\":[" + own.item(told.value()) + "]}");

            await().atMost(Duration.ofSeconds(30)).until(() -> own.fixture.directory.seen.contains(told));
            DeadLetters letters = beans.getBean(DeadLetters.class);
            await().atMost(Duration.ofSeconds(30)).until(() -> letters.count() == 1);
            hub.stop();

            assertThat(own.fixture.directory.seen).containsOnly(told);
            assertThat(own.counted("greeting")).isEqualTo(1);
            assertThat(own.counted("wrong-secret")).isEqualTo(1);
            assertThat(letters.waiting(1, 0).get(0).record()).isEqualTo("{\"value\":[{\"clientState\":\"***\"");
            assertThat(beans.getBean(SubscriptionStore.class).of("users").get(0).reauthorizeWantedAt())
                    .isNotNull();

            ConcurrentMessageListenerContainer<String, String> again = container(own, null, "by-token");
            ObjectId later = own.fixture.directory.account();
            again.start();
            send("{\"value\":[" + own.item(later.value()) + "]}");
            await().atMost(Duration.ofSeconds(30)).until(() -> own.fixture.directory.seen.contains(later));
            again.stop();
            assertThat(scopes).containsOnly("https://northfield.servicebus.windows.net/.default");
        }
    }

    @Test
    void anUnreadableMessageAsLongAsABrokerTakesKeepsNoOtherFromBeingWorkedOn() throws Exception {
        try (OwnIntake own = new OwnIntake(beans, EmbeddedServices.broker().getBrokersAsString())) {
            ObjectId told = own.fixture.directory.account();
            sendTo(LONG, "one", "x".repeat(1_048_485));
            ConcurrentMessageListenerContainer<String, String> hub =
                    container(own, settings(CONNECTION, LONG, "long-messages"));
            hub.start();
            sendTo(LONG, "one", "{\"value\":[" + own.item(told.value()) + "]}");

            await().atMost(Duration.ofSeconds(30)).until(() -> own.fixture.directory.seen.contains(told));
            DeadLetters letters = beans.getBean(DeadLetters.class);
            await().atMost(Duration.ofSeconds(30)).until(() -> letters.count() == 1);
            hub.stop();
            assertThat(letters.waiting(1, 0).get(0).record()).hasSize(16 * 1024);
        }
    }

    private ConcurrentMessageListenerContainer<String, String> container(
            OwnIntake own, @Nullable String connection, String group) {
        return container(own, settings(connection, "guests", group));
    }

    private ConcurrentMessageListenerContainer<String, String> container(OwnIntake own, EventHubsSettings settings) {
        return EventHubs.container(
                settings,
                ChangesConfiguration.reading(new KafkaProperties(), IntakeFixture.SETTINGS),
                own.hubConsumer(beans),
                beans.getBean(DefaultErrorHandler.class),
                tokens());
    }

    private static EventHubsSettings settings(@Nullable String connection, String hub, String group) {
        return new EventHubsSettings(
                "northfield.servicebus.windows.net",
                hub,
                "northfield.onmicrosoft.com",
                connection,
                group,
                running().address(),
                "SASL_SSL",
                trusted);
    }

    private static OwnBroker running() {
        OwnBroker started = broker;
        if (started == null) {
            throw new IllegalStateException("not started");
        }
        return started;
    }

    /** Tokens that nobody has signed, which the broker takes here. */
    private ServiceTokens tokens() {
        return scope -> {
            scopes.add(scope);
            Instant ends = Instant.now().plus(Duration.ofHours(1));
            String claims = "{\"sub\":\"guestward\",\"iat\":" + Instant.now().getEpochSecond() + ",\"exp\":"
                    + ends.getEpochSecond() + "}";
            return new ServiceTokens.ServiceToken(part("{\"alg\":\"none\"}") + "." + part(claims) + ".", ends);
        };
    }

    private static String part(String json) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(json.getBytes(StandardCharsets.UTF_8));
    }

    private static void send(String message) throws Exception {
        sendTo("guests", UUID.randomUUID().toString(), message);
    }

    private static void sendTo(String topic, @Nullable String key, String message) throws Exception {
        try (KafkaProducer<String, String> graph = new KafkaProducer<>(
                Map.of("bootstrap.servers", running().inside()), new StringSerializer(), new StringSerializer())) {
            graph.send(new ProducerRecord<>(topic, key, message)).get(20, TimeUnit.SECONDS);
        }
    }

    private static void keytool(String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(System.getProperty("java.home") + "/bin/keytool"));
        command.addAll(List.of(arguments));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(said).isZero();
    }
}
