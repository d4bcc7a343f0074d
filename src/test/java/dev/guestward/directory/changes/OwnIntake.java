package dev.guestward.directory.changes;

import dev.guestward.directory.ManagedGroups;
import dev.guestward.schedule.FleetTrigger;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.springframework.beans.factory.BeanFactory;
import org.springframework.boot.autoconfigure.kafka.KafkaProperties;
import org.springframework.boot.web.embedded.tomcat.TomcatServletWebServerFactory;
import org.springframework.boot.web.server.WebServer;
import org.springframework.kafka.core.DefaultKafkaConsumerFactory;
import org.springframework.kafka.core.DefaultKafkaProducerFactory;
import org.springframework.kafka.core.KafkaTemplate;
import org.springframework.kafka.listener.BatchMessageListener;
import org.springframework.kafka.listener.ConcurrentMessageListenerContainer;
import org.springframework.kafka.listener.ContainerProperties;
import org.springframework.kafka.listener.DefaultErrorHandler;

/** Webhook, topic and consumer of their own on a broker of one's choice, in front of an imagined directory. */
final class OwnIntake implements AutoCloseable {
    final IntakeFixture fixture;
    final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    final GraphSubscriptionRow subscription;
    final String topic = "own-" + UUID.randomUUID();

    private final NotificationGate gate;
    private final NotificationWebhook webhook;
    private final HttpClient http = HttpClient.newHttpClient();
    private final DefaultKafkaProducerFactory<String, String> producers;
    private final ConcurrentMessageListenerContainer<String, String> container;
    private final WebServer server;
    private final URI url;

    OwnIntake(BeanFactory beans, String broker) {
        fixture = new IntakeFixture(beans);
        SubscriptionStore store = beans.getBean(SubscriptionStore.class);
        fixture.db.sql("delete from graph_subscription").update();
        store.prepared("users", GraphSubscriptionRow.Part.MAIN);
        fixture.db
                .sql("update graph_subscription set subscription_id = ?")
                .param(UUID.randomUUID().toString())
                .update();
        subscription = store.of("users").get(0);
        KnownSubscriptions known = beans.getBean(KnownSubscriptions.class);
        known.refresh();
        gate = new NotificationGate(known, beans.getBean(ManagedGroups.class), meters, "");
        ChangesSettings settings = new ChangesSettings(
                null,
                topic,
                Duration.ofMinutes(5),
                Duration.ofMinutes(10),
                Duration.ofDays(90),
                Duration.ofMillis(500),
                (short) -1);
        KafkaProperties kafka = new KafkaProperties();
        kafka.setBootstrapServers(List.of(broker));
        producers = new DefaultKafkaProducerFactory<>(
                ChangesConfiguration.storing(kafka), new StringSerializer(), new StringSerializer());
        webhook = new NotificationWebhook(
                gate,
                new NotificationQueue(new KafkaTemplate<>(producers), topic),
                store,
                fixture.early,
                beans.getBean(FleetTrigger.class));
        NotificationConsumer consumer = new NotificationConsumer(
                fixture.intake,
                beans.getBean(GroupLookTable.class),
                store,
                beans.getBean(DeadLetters.class),
                fixture.meters);
        ContainerProperties properties = new ContainerProperties(topic);
        properties.setGroupId(topic);
        properties.setAckMode(ContainerProperties.AckMode.BATCH);
        properties.setMessageListener((BatchMessageListener<String, String>) consumer::work);
        container = new ConcurrentMessageListenerContainer<>(
                new DefaultKafkaConsumerFactory<>(
                        ChangesConfiguration.reading(kafka, settings),
                        new StringDeserializer(),
                        new StringDeserializer()),
                properties);
        container.setCommonErrorHandler(beans.getBean(DefaultErrorHandler.class));
        container.setBeanName(topic);
        TomcatServletWebServerFactory tomcat = new TomcatServletWebServerFactory(0);
        server = tomcat.getWebServer(servlets -> {
            var registration = servlets.addServlet("webhook", new WebhookServlet(webhook, meters));
            registration.addMapping("/graph/notifications");
            registration.setAsyncSupported(true);
        });
        server.start();
        url = URI.create("http://localhost:" + server.getPort() + "/graph/notifications");
    }

    /** What reads a hub, in front of the same directory. */
    EventHubConsumer hubConsumer(BeanFactory beans) {
        return new EventHubConsumer(
                gate,
                webhook,
                fixture.intake,
                beans.getBean(GroupLookTable.class),
                beans.getBean(SubscriptionStore.class),
                beans.getBean(DeadLetters.class));
    }

    void consume() {
        container.start();
    }

    /** Posts as Graph does, and tells the status. */
    int post(String body) {
        try {
            return http.send(
                            HttpRequest.newBuilder(url)
                                    .header("Content-Type", "application/json")
                                    .timeout(Duration.ofSeconds(10))
                                    .POST(HttpRequest.BodyPublishers.ofString(body))
                                    .build(),
                            HttpResponse.BodyHandlers.discarding())
                    .statusCode();
        } catch (IOException e) {
            throw new IllegalStateException("no answer at all", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    String item(String account) {
        return "{\"subscriptionId\":\"" + subscription.subscriptionId() + "\",\"clientState\":\""
                + subscription.clientState() + "\",\"changeType\":\"updated\",\"resource\":\"Users/" + account
                + "\",\"resourceData\":{\"@odata.type\":\"#Microsoft.Graph.User\",\"id\":\"" + account + "\"}}";
    }

    double counted(String result) {
        return meters.counter("guestward.notifications", "result", result).count();
    }

    @Override
    public void close() {
        container.stop();
        server.stop();
        producers.destroy();
        fixture.db.sql("delete from graph_subscription").update();
        fixture.tidy();
    }
}
