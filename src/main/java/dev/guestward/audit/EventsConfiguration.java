package dev.guestward.audit;

import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.serialization.StringSerializer;
import org.springframework.boot.autoconfigure.kafka.KafkaProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.kafka.config.TopicBuilder;
import org.springframework.kafka.core.DefaultKafkaProducerFactory;
import org.springframework.kafka.core.KafkaTemplate;
import org.springframework.transaction.PlatformTransactionManager;

/** Topics and the relay's producer, which keeps the order of what it sends also when it sends again. */
@Configuration(proxyBeanMethods = false)
class EventsConfiguration {
    private static final int PARTITIONS = 4;

    @Bean
    NewTopic guestEventTopic(EventSettings settings) {
        return topic(settings.topic(), settings.topicReplicas());
    }

    @Bean
    NewTopic guestEventDeadLetterTopic(EventSettings settings) {
        return topic(settings.deadLetterTopic(), settings.topicReplicas());
    }

    private static NewTopic topic(String name, short replicas) {
        TopicBuilder builder = TopicBuilder.name(name).partitions(PARTITIONS);
        return replicas > 0 ? builder.replicas(replicas).build() : builder.build();
    }

    @Bean
    EventRelay eventRelay(
            JdbcClient db, KafkaProperties kafka, EventSettings settings, PlatformTransactionManager transactions) {
        Map<String, Object> config = new HashMap<>(kafka.buildProducerProperties(null));
        config.put(ProducerConfig.ACKS_CONFIG, "all");
        config.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
        config.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, 5_000);
        config.put(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, 5_000);
        config.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, 15_000);
        config.put(ProducerConfig.LINGER_MS_CONFIG, 5);
        return new EventRelay(
                db,
                new KafkaTemplate<>(
                        new DefaultKafkaProducerFactory<>(config, new StringSerializer(), new StringSerializer())),
                settings,
                transactions);
    }
}
