package dev.guestward.directory.changes;

import dev.guestward.directory.ServiceTokens;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.common.config.SaslConfigs;
import org.apache.kafka.common.config.SslConfigs;
import org.apache.kafka.common.security.oauthbearer.OAuthBearerLoginModule;
import org.apache.kafka.common.security.plain.PlainLoginModule;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.springframework.kafka.core.DefaultKafkaConsumerFactory;
import org.springframework.kafka.listener.BatchMessageListener;
import org.springframework.kafka.listener.CommonErrorHandler;
import org.springframework.kafka.listener.ConcurrentMessageListenerContainer;
import org.springframework.kafka.listener.ContainerProperties;

/**
 * The Kafka endpoint of an event hub.
 *
 * @see <a href="https://learn.microsoft.com/azure/event-hubs/azure-event-hubs-apache-kafka-overview">Event Hubs and Kafka</a>
 */
final class EventHubs {
    private EventHubs() {}

    static ConcurrentMessageListenerContainer<String, String> container(
            EventHubsSettings settings,
            Map<String, Object> reading,
            BatchMessageListener<String, String> listener,
            CommonErrorHandler errors,
            ServiceTokens tokens) {
        ContainerProperties properties = new ContainerProperties(settings.hub());
        properties.setGroupId(settings.consumerGroup());
        properties.setAckMode(ContainerProperties.AckMode.BATCH);
        properties.setMessageListener(listener);
        Map<String, Object> config = new HashMap<>(reading);
        config.putAll(connection(settings, tokens));
        var container = new ConcurrentMessageListenerContainer<>(
                new DefaultKafkaConsumerFactory<>(config, new StringDeserializer(), new StringDeserializer()),
                properties);
        container.setCommonErrorHandler(errors);
        container.setBeanName("guestward-event-hub");
        return container;
    }

    /** Where it is and how we sign in there. */
    static Map<String, Object> connection(EventHubsSettings settings, ServiceTokens tokens) {
        Map<String, Object> config = new HashMap<>();
        config.put(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG, settings.endpoint());
        config.put(CommonClientConfigs.SECURITY_PROTOCOL_CONFIG, settings.securityProtocol());
        // what Microsoft recommends for its load balancer, which drops silent connections
        config.put(CommonClientConfigs.METADATA_MAX_AGE_CONFIG, 180_000);
        config.put(CommonClientConfigs.CONNECTIONS_MAX_IDLE_MS_CONFIG, 180_000);
        config.put(ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG, 30_000);
        if (settings.truststore() != null) {
            config.put(SslConfigs.SSL_TRUSTSTORE_TYPE_CONFIG, "PEM");
            config.put(SslConfigs.SSL_TRUSTSTORE_LOCATION_CONFIG, settings.truststore());
        }
        if (settings.hasConnectionString()) {
            config.put(SaslConfigs.SASL_MECHANISM, "PLAIN");
            config.put(
                    SaslConfigs.SASL_JAAS_CONFIG,
                    PlainLoginModule.class.getName() + " required username=\"$ConnectionString\" password=\""
                            + escaped(Objects.requireNonNull(settings.connectionString())) + "\";");
        } else {
            config.put(SaslConfigs.SASL_MECHANISM, "OAUTHBEARER");
            config.put(SaslConfigs.SASL_JAAS_CONFIG, OAuthBearerLoginModule.class.getName() + " required;");
            config.put(SaslConfigs.SASL_LOGIN_CALLBACK_HANDLER_CLASS, EventHubSignIn.class.getName());
            config.put(EventHubSignIn.TOKENS, tokens);
            config.put(EventHubSignIn.SCOPE, "https://" + settings.namespace() + "/.default");
        }
        return config;
    }

    private static String escaped(String text) {
        return text.replace("\\", "\\\\").replace("\"", "\\\"");
    }
}
