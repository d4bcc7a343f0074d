package dev.guestward.privacy;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.jspecify.annotations.Nullable;

/** Reads every topic from its beginning: keys, values and headers. */
final class TopicSearch {
    private final String brokers;

    TopicSearch(String brokers) {
        this.brokers = brokers;
    }

    /**
     * What was found, and how much was read.
     *
     * @param records so that a search that read nothing is noticed
     */
    record Result(List<Leak> leaks, int records) {}

    Result search(Secrets secrets) {
        List<Leak> found = new ArrayList<>();
        int records = 0;
        try (KafkaConsumer<byte[], byte[]> consumer = consumer()) {
            List<TopicPartition> all = consumer.listTopics().entrySet().stream()
                    .filter(topic -> !topic.getKey().startsWith("__")) // the broker's own
                    .flatMap(topic -> topic.getValue().stream())
                    .map(partition -> new TopicPartition(partition.topic(), partition.partition()))
                    .toList();
            consumer.assign(all);
            consumer.seekToBeginning(all);
            Map<TopicPartition, Long> ends = consumer.endOffsets(all);
            while (ends.entrySet().stream().anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
                for (ConsumerRecord<byte[], byte[]> message : consumer.poll(Duration.ofSeconds(1))) {
                    records++;
                    secrets.in(text(message)).ifPresent(what -> found.add(new Leak(message.topic(), what)));
                }
            }
        }
        return new Result(found, records);
    }

    private KafkaConsumer<byte[], byte[]> consumer() {
        return new KafkaConsumer<>(
                Map.of(ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG, brokers),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer());
    }

    private static String text(ConsumerRecord<byte[], byte[]> message) {
        StringBuilder text =
                new StringBuilder(string(message.key())).append('\n').append(string(message.value()));
        for (Header header : message.headers()) {
            text.append('\n').append(header.key()).append('=').append(string(header.value()));
        }
        return text.toString();
    }

    private static String string(byte @Nullable [] bytes) {
        return bytes == null ? "" : new String(bytes, StandardCharsets.UTF_8);
    }
}
