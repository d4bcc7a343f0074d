package dev.guestward.directory.changes;

import java.nio.charset.StandardCharsets;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Pattern;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Header;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.kafka.annotation.KafkaListener;
import org.springframework.kafka.core.KafkaTemplate;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/**
 * What came in and cannot be worked on: kept in a topic, and listed in a table, until a person has it worked on again. It
 * holds ids, no names; secrets are taken out.
 */
@Component
public class DeadLetters {
    private static final Logger log = LoggerFactory.getLogger(DeadLetters.class);
    private static final String REASON = "reason";
    private static final String LENGTH = "length";

    /** Characters; a record that only just fitted into its topic would not fit into ours together with what we add. */
    private static final int MOST_KEPT = 16 * 1024;

    private static final Pattern SECRET = Pattern.compile("(\"clientState\"\\s*:\\s*\")[^\"]*");
    private static final Duration BROKER = Duration.ofSeconds(10);
    private static final Duration KEPT = Duration.ofDays(30);

    private final KafkaTemplate<Object, Object> kafka;
    private final NotificationQueue queue;
    private final JdbcClient db;
    private final String topic;
    private final Clock clock;

    DeadLetters(
            KafkaTemplate<Object, Object> kafka,
            NotificationQueue queue,
            JdbcClient db,
            ChangesSettings settings,
            Clock clock) {
        this.kafka = kafka;
        this.queue = queue;
        this.db = db;
        this.topic = settings.deadLetterTopic();
        this.clock = clock;
    }

    /**
     * One that was set aside.
     *
     * @param reason {@code unreadable} for a record nobody understands, {@code comparison} for an account whose comparison
     *     with the register fails
     * @param key mostly the object id
     */
    public record DeadLetter(
            UUID id,
            String reason,
            @Nullable String key,
            @Nullable String record,
            Instant diedAt) {}

    /**
     * Sets a record aside, of a long one its beginning, and waits for the broker.
     *
     * @throws IllegalStateException if the broker did not take it: the record must not be given up then
     */
    void setAside(@Nullable String key, @Nullable String record, String reason) {
        String kept = record == null ? null : SECRET.matcher(record).replaceAll("$1***");
        String begin = kept == null ? null : begin(kept);
        ProducerRecord<Object, Object> letter = new ProducerRecord<>(topic, key == null ? null : begin(key), begin);
        letter.headers().add(REASON, reason.getBytes(StandardCharsets.UTF_8));
        if (kept != null) {
            letter.headers().add(LENGTH, Integer.toString(kept.length()).getBytes(StandardCharsets.UTF_8));
        }
        try {
            kafka.send(letter).get(BROKER.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted while setting a record aside", e);
        } catch (ExecutionException | TimeoutException e) {
            throw new IllegalStateException("The broker did not take a dead letter", e);
        }
        log.error("A notification was set aside ({}, {}); see the page Dead letters", reason, key);
    }

    private static String begin(String text) {
        return text.length() <= MOST_KEPT ? text : text.substring(0, MOST_KEPT);
    }

    @KafkaListener(
            id = "guestward-dead-letters",
            topics = "${guestward.directory.changes.topic:guestward.graph-notifications}.dlt",
            containerFactory = "notificationListeners")
    @Transactional
    void list(List<ConsumerRecord<String, String>> letters) {
        for (ConsumerRecord<String, String> letter : letters) {
            Header reason = letter.headers().lastHeader(REASON);
            db.sql("""
                            insert into dead_letter (id, source, reason, record_key, record, died_at)
                            values (?, ?, ?, ?, ?, ?) on conflict (source) do nothing""")
                    .params(
                            UUID.randomUUID(),
                            letter.topic() + "-" + letter.partition() + "@" + letter.offset() + "/"
                                    + letter.timestamp(),
                            reason == null ? "unknown" : new String(reason.value(), StandardCharsets.UTF_8),
                            storable(letter.key()),
                            storable(letter.value()),
                            Timestamp.from(clock.instant()))
                    .update();
        }
    }

    /** The database keeps every character but one. */
    private static @Nullable String storable(@Nullable String text) {
        return text == null ? null : text.replace('\0', ' ');
    }

    /** Those that wait, the newest first. */
    public List<DeadLetter> waiting(int most, long offset) {
        return db.sql("select * from dead_letter where replayed_at is null order by died_at desc, id limit ? offset ?")
                .params(most, offset)
                .query(DeadLetters::letter)
                .list();
    }

    public long count() {
        return db.sql("select count(*) from dead_letter where replayed_at is null")
                .query(Long.class)
                .single();
    }

    /**
     * Has one worked on again; if it fails again, it comes back as another.
     *
     * @param by object id of whoever asked for it
     * @return empty if it does not wait, or not any more
     * @throws IllegalStateException if the broker did not take it; it waits as before
     */
    @Transactional
    public Optional<DeadLetter> replay(UUID id, String by) {
        Optional<DeadLetter> letter = db.sql("""
                        update dead_letter set replayed_at = ?, replayed_by = ?
                        where id = ? and replayed_at is null returning *""")
                .params(Timestamp.from(clock.instant()), by, id)
                .query(DeadLetters::letter)
                .optional();
        letter.ifPresent(one -> {
            if (!queue.again(one.key(), one.record())) {
                throw new IllegalStateException("The broker did not take a dead letter back");
            }
            db.sql("delete from dead_letter where replayed_at < ?")
                    .param(Timestamp.from(clock.instant().minus(KEPT)))
                    .update();
        });
        return letter;
    }

    private static DeadLetter letter(ResultSet rs, int n) throws SQLException {
        return new DeadLetter(
                rs.getObject("id", UUID.class),
                rs.getString("reason"),
                rs.getString("record_key"),
                rs.getString("record"),
                rs.getTimestamp("died_at").toInstant());
    }
}
