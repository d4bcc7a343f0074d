package dev.guestward.directory.changes;

import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.CooperativeStickyAssignor;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.springframework.boot.autoconfigure.kafka.KafkaProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.kafka.config.ConcurrentKafkaListenerContainerFactory;
import org.springframework.kafka.config.TopicBuilder;
import org.springframework.kafka.core.DefaultKafkaConsumerFactory;
import org.springframework.kafka.core.DefaultKafkaProducerFactory;
import org.springframework.kafka.core.KafkaTemplate;
import org.springframework.kafka.listener.ContainerProperties;
import org.springframework.kafka.listener.DeadLetterPublishingRecoverer;
import org.springframework.kafka.listener.DefaultErrorHandler;
import org.springframework.util.backoff.ExponentialBackOff;

/** Topics, the webhook's impatient producer, and the patient consumer. */
@Configuration(proxyBeanMethods = false)
class ChangesConfiguration {
    private static final int PARTITIONS = 4;

    @Bean
    NewTopic notificationTopic(ChangesSettings settings) {
        return topic(settings.topic(), settings.topicReplicas());
    }

    @Bean
    NewTopic notificationDeadLetterTopic(ChangesSettings settings) {
        return topic(settings.deadLetterTopic(), settings.topicReplicas());
    }

    private static NewTopic topic(String name, short replicas) {
        TopicBuilder builder = TopicBuilder.name(name).partitions(PARTITIONS);
        return replicas > 0 ? builder.replicas(replicas).build() : builder.build();
    }

    @Bean
    NotificationQueue notificationQueue(KafkaProperties kafka, ChangesSettings settings) {
        Map<String, Object> config = new HashMap<>(kafka.buildProducerProperties(null));
        config.put(ProducerConfig.ACKS_CONFIG, "all");
        config.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, (int) NotificationQueue.MAX_BLOCK.toMillis());
        config.put(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, (int) NotificationQueue.MAX_BLOCK.toMillis());
        config.put(ProducerConfig.LINGER_MS_CONFIG, 0);
        config.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, (int) NotificationQueue.DELIVERY.toMillis());
        return new NotificationQueue(
                new KafkaTemplate<>(
                        new DefaultKafkaProducerFactory<>(config, new StringSerializer(), new StringSerializer())),
                settings.topic());
    }

    @Bean
    ConcurrentKafkaListenerContainerFactory<String, String> notificationListeners(
            KafkaProperties kafka, KafkaTemplate<Object, Object> deadLetters, ChangesSettings settings) {
        Map<String, Object> config = new HashMap<>(kafka.buildConsumerProperties(null));
        config.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        config.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
        config.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, 50);
        config.put(ConsumerConfig.PARTITION_ASSIGNMENT_STRATEGY_CONFIG, CooperativeStickyAssignor.class.getName());
        var factory = new ConcurrentKafkaListenerContainerFactory<String, String>();
        factory.setConsumerFactory(
                new DefaultKafkaConsumerFactory<>(config, new StringDeserializer(), new StringDeserializer()));
        factory.setBatchListener(true);
        factory.getContainerProperties().setAckMode(ContainerProperties.AckMode.BATCH);
        factory.setCommonErrorHandler(errorHandler(deadLetters, settings));
        return factory;
    }

    /** Waits as long as it takes for the directory and the database; only what can never be read is set aside. */
    private static DefaultErrorHandler errorHandler(
            KafkaTemplate<Object, Object> deadLetters, ChangesSettings settings) {
        var recoverer = new DeadLetterPublishingRecoverer(
                deadLetters, (stored, error) -> new TopicPartition(settings.deadLetterTopic(), stored.partition()));
        recoverer.setFailIfSendResultIsError(true);
        ExponentialBackOff patience = new ExponentialBackOff(500, 2);
        patience.setMaxInterval(30_000);
        DefaultErrorHandler handler = new DefaultErrorHandler(recoverer, patience);
        handler.addNotRetryableExceptions(NotificationParser.Unreadable.class);
        return handler;
    }
}
