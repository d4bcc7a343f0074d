package dev.guestward.audit;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.kafka.core.KafkaOperations;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Publishes what the ledger says about guests, each row at least once and the rows of one guest in order, on any number of
 * nodes: whoever holds a guest's first unpublished row publishes for that guest, and the others pass over it. What the
 * broker has not confirmed is published again.
 */
public class EventRelay {
    static final Duration CONFIRMED_WITHIN = Duration.ofSeconds(20);

    private static final Logger log = LoggerFactory.getLogger(EventRelay.class);
    private static final int MOST_GUESTS = 200;
    private static final int MOST_ROWS = 1_000;

    private final JdbcClient db;
    private final KafkaOperations<String, String> kafka;
    private final EventSettings settings;
    private final TransactionTemplate transaction;

    EventRelay(
            JdbcClient db,
            KafkaOperations<String, String> kafka,
            EventSettings settings,
            PlatformTransactionManager transactions) {
        this.db = db;
        this.kafka = kafka;
        this.settings = settings;
        this.transaction = new TransactionTemplate(transactions);
    }

    /**
     * Publishes some of what is there.
     *
     * @return how many rows
     * @throws IllegalStateException if the broker did not confirm all of them; they are published again then
     */
    public int runOnce() {
        return Objects.requireNonNull(transaction.execute(status -> publish()));
    }

    private int publish() {
        List<UUID> guests = db.sql("select u.guest_id from audit_unpublished u where not exists"
                        + " (select 1 from audit_unpublished e where e.guest_id = u.guest_id and e.seq < u.seq)"
                        + " limit ? for update of u skip locked")
                .param(MOST_GUESTS)
                .query(UUID.class)
                .list();
        if (guests.isEmpty()) {
            return 0;
        }
        List<AuditEntry> entries = entries(guests);
        CompletableFuture<?>[] sent = entries.stream().map(this::send).toArray(CompletableFuture<?>[]::new);
        confirmed(CompletableFuture.allOf(sent));
        entries.forEach(entry -> db.sql("delete from audit_unpublished where guest_id = ? and seq = ?")
                .params(entry.guestId(), entry.seq())
                .update());
        log.debug("{} events of {} guests are published", entries.size(), guests.size());
        return entries.size();
    }

    private List<AuditEntry> entries(List<UUID> guests) {
        return db.sql("select e.guest_id, e.seq, e.at, e.actor_kind, e.actor_id, e.code, e.from_state, e.to_state"
                        + " from audit_unpublished u join audit_entry e on e.guest_id = u.guest_id and e.seq = u.seq"
                        + " where u.guest_id = any (?) order by e.guest_id, e.seq limit ?")
                .params(guests.toArray(UUID[]::new), MOST_ROWS)
                .query((rs, n) -> new AuditEntry(
                        rs.getObject("guest_id", UUID.class),
                        rs.getLong("seq"),
                        rs.getTimestamp("at").toInstant(),
                        new Actor(Actor.Kind.valueOf(rs.getString("actor_kind")), rs.getString("actor_id")),
                        rs.getString("code"),
                        rs.getString("from_state"),
                        rs.getString("to_state"),
                        Map.of()))
                .list();
    }

    private CompletableFuture<?> send(AuditEntry entry) {
        ProducerRecord<String, String> event = new ProducerRecord<>(
                settings.topic(), entry.guestId().toString(), GuestEvents.json(entry, settings.source()));
        event.headers().add("content-type", GuestEvents.CONTENT_TYPE.getBytes(StandardCharsets.UTF_8));
        return kafka.send(event);
    }

    private static void confirmed(CompletableFuture<Void> all) {
        try {
            all.get(CONFIRMED_WITHIN.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Publishing was interrupted", e);
        } catch (ExecutionException | TimeoutException e) {
            throw new IllegalStateException("The broker did not confirm what was published; it is published again", e);
        }
    }
}
