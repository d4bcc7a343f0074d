package dev.guestward.directory.changes;

import dev.guestward.directory.ServiceTokens;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.CooperativeStickyAssignor;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.autoconfigure.kafka.KafkaProperties;
import org.springframework.boot.web.servlet.ServletRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.kafka.KafkaException;
import org.springframework.kafka.config.ConcurrentKafkaListenerContainerFactory;
import org.springframework.kafka.config.KafkaListenerEndpointRegistry;
import org.springframework.kafka.config.TopicBuilder;
import org.springframework.kafka.core.DefaultKafkaConsumerFactory;
import org.springframework.kafka.core.DefaultKafkaProducerFactory;
import org.springframework.kafka.core.KafkaTemplate;
import org.springframework.kafka.listener.ConcurrentMessageListenerContainer;
import org.springframework.kafka.listener.ContainerPausingBackOffHandler;
import org.springframework.kafka.listener.ContainerProperties;
import org.springframework.kafka.listener.DefaultErrorHandler;
import org.springframework.kafka.listener.ListenerContainerPauseService;
import org.springframework.scheduling.TaskScheduler;
import org.springframework.scheduling.concurrent.ThreadPoolTaskScheduler;
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
        return new NotificationQueue(
                new KafkaTemplate<>(new DefaultKafkaProducerFactory<>(
                        storing(kafka), new StringSerializer(), new StringSerializer())),
                settings.topic());
    }

    /** Graph waits for three seconds and comes again: whoever gives up late gives up in vain. */
    static Map<String, Object> storing(KafkaProperties kafka) {
        Map<String, Object> config = new HashMap<>(kafka.buildProducerProperties(null));
        config.put(ProducerConfig.ACKS_CONFIG, "all");
        config.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, (int) NotificationQueue.MAX_BLOCK.toMillis());
        config.put(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, (int) NotificationQueue.MAX_BLOCK.toMillis());
        config.put(ProducerConfig.LINGER_MS_CONFIG, 0);
        config.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, (int) NotificationQueue.DELIVERY.toMillis());
        return config;
    }

    @Bean
    ServletRegistrationBean<WebhookServlet> webhookServlet(NotificationWebhook webhook, MeterRegistry meters) {
        var registration = new ServletRegistrationBean<>(
                new WebhookServlet(webhook, meters), "/graph/notifications", "/graph/lifecycle");
        registration.setAsyncSupported(true);
        registration.setLoadOnStartup(1);
        return registration;
    }

    @Bean
    ConcurrentKafkaListenerContainerFactory<String, String> notificationListeners(
            KafkaProperties kafka, ChangesSettings settings, DefaultErrorHandler notificationErrors) {
        var factory = new ConcurrentKafkaListenerContainerFactory<String, String>();
        factory.setConsumerFactory(new DefaultKafkaConsumerFactory<>(
                reading(kafka, settings), new StringDeserializer(), new StringDeserializer()));
        factory.setBatchListener(true);
        factory.getContainerProperties().setAckMode(ContainerProperties.AckMode.BATCH);
        factory.setCommonErrorHandler(notificationErrors);
        return factory;
    }

    /** The broker collects for a moment, so that an account that changes often is looked at once. */
    static Map<String, Object> reading(KafkaProperties kafka, ChangesSettings settings) {
        Map<String, Object> config = new HashMap<>(kafka.buildConsumerProperties(null));
        config.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        config.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
        config.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, 1_000);
        config.put(ConsumerConfig.FETCH_MIN_BYTES_CONFIG, 256 * 1024);
        config.put(ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG, (int)
                settings.collect().toMillis());
        config.put(ConsumerConfig.PARTITION_ASSIGNMENT_STRATEGY_CONFIG, CooperativeStickyAssignor.class.getName());
        return config;
    }

    /**
     * Waits as long as it takes for database and broker, with the container paused and its thread free. Everything else is
     * set aside before it gets here, so nothing is ever skipped.
     */
    @Bean
    DefaultErrorHandler notificationErrors(
            @Qualifier("notificationPauses") TaskScheduler scheduler, KafkaListenerEndpointRegistry containers) {
        ExponentialBackOff patience = new ExponentialBackOff(500, 2);
        patience.setMaxInterval(30_000);
        DefaultErrorHandler handler = new DefaultErrorHandler(
                null,
                patience,
                new ContainerPausingBackOffHandler(new ListenerContainerPauseService(containers, scheduler)));
        handler.setClassifications(Map.of(), true);
        handler.setLogLevel(KafkaException.Level.WARN);
        return handler;
    }

    /** Ends the pauses of containers. */
    @Bean(defaultCandidate = false)
    ThreadPoolTaskScheduler notificationPauses() {
        ThreadPoolTaskScheduler scheduler = new ThreadPoolTaskScheduler();
        scheduler.setThreadNamePrefix("notification-pauses-");
        scheduler.setDaemon(true);
        return scheduler;
    }

    @Bean
    @ConditionalOnProperty("guestward.event-hubs.hub")
    ConcurrentMessageListenerContainer<String, String> eventHubContainer(
            EventHubsSettings hubs,
            ChangesSettings settings,
            EventHubConsumer consumer,
            DefaultErrorHandler notificationErrors,
            ServiceTokens tokens) {
        // where the product's own broker is, and how to sign in there, has nothing to do with the hub
        return EventHubs.container(
                hubs, reading(new KafkaProperties(), settings), consumer, notificationErrors, tokens);
    }
}
