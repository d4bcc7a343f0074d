package dev.guestward.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.guestward.GuestwardTest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.autoconfigure.kafka.KafkaProperties;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.kafka.core.DefaultKafkaProducerFactory;
import org.springframework.kafka.core.KafkaTemplate;
import org.springframework.kafka.support.SendResult;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** What is published about guests, on the real broker. */
@GuestwardTest
class EventRelayTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    @Autowired
    AuditLedger ledger;

    @Autowired
    EventRelay relay;

    @Autowired
    EventSettings settings;

    @Autowired
    KafkaProperties kafka;

    @Autowired
    JdbcClient db;

    @Autowired
    PlatformTransactionManager transactions;

    @Autowired
    Clock clock;

    private final UUID guest = UUID.randomUUID();

    /** What other tests left. */
    @BeforeEach
    void emptyTheOutbox() {
        db.sql("delete from audit_unpublished").update();
    }

    @Test
    void anEventTellsWhatHappenedToWhomAndNobodysName() {
        append(guest, "invited", "REQUESTED", "INVITED");

        assertThat(relay.runOnce()).isEqualTo(1);

        ConsumerRecord<String, String> read = published(Set.of(guest)).get(0);
        JsonNode event = json(read.value());
        assertThat(read.key()).isEqualTo(guest.toString());
        assertThat(new String(read.headers().lastHeader("content-type").value(), StandardCharsets.UTF_8))
                .startsWith("application/cloudevents+json");
        assertThat(event.path("specversion").asText()).isEqualTo("1.0");
        assertThat(event.path("id").asText()).isEqualTo(guest + "/1");
        assertThat(event.path("type").asText()).isEqualTo("dev.guestward.guest.invited");
        assertThat(event.path("subject").asText()).isEqualTo(guest.toString());
        assertThat(event.at("/data/state").asText()).isEqualTo("INVITED");
        assertThat(event.at("/data/from").asText()).isEqualTo("REQUESTED");
        assertThat(read.value()).doesNotContain("5eed", "grant", "health-records");
        assertThat(relay.runOnce()).isZero();
    }

    @Test
    void everyFieldStandsInTheSchema() throws IOException {
        append(guest, "invited", "REQUESTED", "INVITED");
        relay.runOnce();
        JsonNode schema = JSON.readTree(Files.readString(Path.of("docs/guest-event.schema.json")));
        JsonNode event = json(published(Set.of(guest)).get(0).value());

        assertThat(names(event)).containsExactlyInAnyOrderElementsOf(names(schema.path("properties")));
        assertThat(names(event.path("data")))
                .containsExactlyInAnyOrderElementsOf(names(schema.at("/properties/data/properties")));
    }

    @Test
    void whatIsAboutNoGuestIsNotPublished() {
        new TransactionTemplate(transactions)
                .executeWithoutResult(status -> ledger.append(
                        guest, clock.instant(), Actor.schedule("settings"), "clinic-created", null, null, Map.of()));

        assertThat(relay.runOnce()).isZero();
    }

    @Test
    void whatIsRolledBackIsNotPublished() {
        new TransactionTemplate(transactions).executeWithoutResult(status -> {
            ledger.append(guest, clock.instant(), Actor.directory(), "invited", null, "INVITED", Map.of());
            status.setRollbackOnly();
        });

        assertThat(relay.runOnce()).isZero();
    }

    @Test
    void eachGuestsEventsComeInOrderWhoeverPublishesAndWhileMoreAreWritten() throws Exception {
        List<UUID> guests =
                IntStream.range(0, 30).mapToObj(n -> UUID.randomUUID()).toList();
        AtomicInteger writing = new AtomicInteger(1);
        EventRelay other = new EventRelay(db, template(), settings, transactions);
        ExecutorService threads = Executors.newFixedThreadPool(3);
        try {
            Future<?> writer = threads.submit(() -> {
                for (int round = 0; round < 8; round++) {
                    guests.forEach(one -> append(one, "noted", "ACTIVE", "ACTIVE"));
                }
                writing.set(0);
            });
            List<Future<?>> relays = new ArrayList<>();
            for (EventRelay one : List.of(relay, other)) {
                relays.add(threads.submit(() -> {
                    while (writing.get() > 0 || one.runOnce() > 0) {
                        one.runOnce();
                    }
                }));
            }
            writer.get();
            for (Future<?> one : relays) {
                one.get();
            }
        } finally {
            threads.shutdownNow();
        }

        Map<String, List<Integer>> bySubject = new LinkedHashMap<>();
        published(Set.copyOf(guests))
                .forEach(read -> bySubject
                        .computeIfAbsent(read.key(), key -> new ArrayList<>())
                        .add(json(read.value()).at("/data/seq").asInt()));
        assertThat(bySubject).hasSize(guests.size());
        assertThat(bySubject.values()).allSatisfy(seqs -> assertThat(seqs).containsExactly(1, 2, 3, 4, 5, 6, 7, 8));
    }

    @Test
    void whatTheBrokerDidNotConfirmIsPublishedAgain() {
        List.of("invited", "redeemed", "activated").forEach(code -> append(guest, code, "INVITED", "ACTIVE"));
        EventRelay dying = new EventRelay(db, new DiesAfter(2), settings, transactions);

        assertThatThrownBy(dying::runOnce).isInstanceOf(IllegalStateException.class);
        assertThat(relay.runOnce()).isEqualTo(3);

        List<String> ids = published(Set.of(guest)).stream()
                .map(read -> json(read.value()).path("id").asText())
                .toList();
        assertThat(ids).hasSizeGreaterThan(3);
        assertThat(new LinkedHashSet<>(ids)).containsExactly(guest + "/1", guest + "/2", guest + "/3");
        assertThat(ids.subList(ids.size() - 3, ids.size())).containsExactly(guest + "/1", guest + "/2", guest + "/3");
    }

    private void append(UUID about, String code, String from, String to) {
        new TransactionTemplate(transactions)
                .executeWithoutResult(status -> ledger.append(
                        about,
                        clock.instant(),
                        Actor.person("5eed0000-0000-4000-8000-000000000001"),
                        code,
                        from,
                        to,
                        Map.of("grant", "health-records")));
    }

    private KafkaTemplate<String, String> template() {
        return new KafkaTemplate<>(new DefaultKafkaProducerFactory<>(
                kafka.buildProducerProperties(null), new StringSerializer(), new StringSerializer()));
    }

    /** The producer of a node whose broker goes away. */
    private final class DiesAfter extends KafkaTemplate<String, String> {
        private int left;

        DiesAfter(int left) {
            super(template().getProducerFactory());
            this.left = left;
        }

        @Override
        public CompletableFuture<SendResult<String, String>> send(ProducerRecord<String, String> event) {
            return left-- > 0 ? super.send(event) : CompletableFuture.failedFuture(new IllegalStateException("gone"));
        }
    }

    /** Everything on the topic about these guests, each guest's in order. */
    private List<ConsumerRecord<String, String>> published(Set<UUID> guests) {
        List<ConsumerRecord<String, String>> found = new ArrayList<>();
        try (KafkaConsumer<String, String> reader = new KafkaConsumer<>(
                kafka.buildConsumerProperties(null), new StringDeserializer(), new StringDeserializer())) {
            List<TopicPartition> all = reader.partitionsFor(settings.topic()).stream()
                    .map(part -> new TopicPartition(settings.topic(), part.partition()))
                    .toList();
            reader.assign(all);
            reader.seekToBeginning(all);
            Map<TopicPartition, Long> ends = reader.endOffsets(all);
            while (ends.entrySet().stream().anyMatch(end -> reader.position(end.getKey()) < end.getValue())) {
                reader.poll(Duration.ofMillis(200)).forEach(read -> {
                    if (guests.contains(UUID.fromString(read.key()))) {
                        found.add(read);
                    }
                });
            }
        }
        return found;
    }

    private static JsonNode json(String text) {
        try {
            return JSON.readTree(text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<String> names(JsonNode object) {
        List<String> names = new ArrayList<>();
        object.fieldNames().forEachRemaining(names::add);
        return names;
    }
}
