package dev.guestward.directory.changes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.guestward.GuestwardTest;
import dev.guestward.directory.ObjectId;
import dev.guestward.embedded.EmbeddedServices;
import java.time.Duration;
import java.util.Map;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringSerializer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.BeanFactory;
import org.springframework.beans.factory.annotation.Autowired;

/** What is in the topic is worked on, whatever stands beside it and whoever is away for a while. */
@GuestwardTest
class NotificationConsumerTest {
    private static final Duration PATIENCE = Duration.ofSeconds(40);

    @Autowired
    BeanFactory beans;

    @Autowired
    DeadLetters deadLetters;

    @Test
    void whatNobodyUnderstandsIsSetAsideOnceAndTheRestGoesOn() {
        try (OwnIntake own = new OwnIntake(beans, EmbeddedServices.broker().getBrokersAsString())) {
            ObjectId before = own.fixture.directory.account();
            ObjectId after = own.fixture.directory.account();
            put(own, "one", "{\"value\":[" + own.item(before.value()) + "]}");
            put(own, "one", "not JSON at all");
            put(own, "one", null);
            put(own, "one", "{\"value\":[" + own.item(after.value()) + "]}");

            own.consume();

            await().atMost(PATIENCE).until(() -> own.fixture.directory.seen.contains(after));
            await().atMost(PATIENCE).until(() -> deadLetters.count() == 2);
            assertThat(own.fixture.directory.seen).containsExactlyInAnyOrder(before, after);
            assertThat(deadLetters.waiting(10, 0))
                    .allSatisfy(letter -> assertThat(letter.reason()).isEqualTo("unreadable"));
        }
    }

    @Test
    void whileTheDatabaseIsAwayNothingIsSkippedAndAfterwardsItGoesOnByItself() {
        try (OwnIntake own = new OwnIntake(beans, EmbeddedServices.broker().getBrokersAsString())) {
            ObjectId account = own.fixture.directory.account();
            own.fixture.directory.awayFor.set(3);
            put(own, "one", "{\"value\":[" + own.item(account.value()) + "]}");

            own.consume();

            await().atMost(PATIENCE).until(() -> own.fixture.directory.seen.contains(account));
            assertThat(own.fixture.directory.awayFor.get()).isZero();
            assertThat(deadLetters.count()).isZero();
        }
    }

    private static void put(OwnIntake own, String key, @Nullable String value) {
        try (KafkaProducer<String, String> producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", EmbeddedServices.broker().getBrokersAsString()),
                new StringSerializer(),
                new StringSerializer())) {
            producer.send(new ProducerRecord<>(own.topic, key, value));
        }
    }
}
