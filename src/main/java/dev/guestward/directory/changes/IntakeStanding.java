package dev.guestward.directory.changes;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsResult.ListOffsetsResultInfo;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.kafka.core.KafkaAdmin;
import org.springframework.stereotype.Component;

/** How the intake of changes stands, over all nodes. */
@Component
public class IntakeStanding implements DisposableBean {
    private static final Duration PATIENCE = Duration.ofSeconds(2);

    private final SubscriptionStore subscriptions;
    private final DeltaCursor delta;
    private final AccountLooks looks;
    private final DeadLetters deadLetters;
    private final Disappearances disappearances;
    private final KafkaAdmin kafka;
    private final String topic;
    private @Nullable Admin admin;

    IntakeStanding(
            SubscriptionStore subscriptions,
            DeltaCursor delta,
            AccountLooks looks,
            DeadLetters deadLetters,
            Disappearances disappearances,
            KafkaAdmin kafka,
            ChangesSettings settings) {
        this.subscriptions = subscriptions;
        this.delta = delta;
        this.looks = looks;
        this.deadLetters = deadLetters;
        this.disappearances = disappearances;
        this.kafka = kafka;
        this.topic = settings.topic();
    }

    /**
     * A subscription we think we have.
     *
     * @param bridge stands in while the other one is made anew
     * @param refused what the directory said when it did not let us have it
     * @param expiresAt null until the directory has answered
     * @param checkedAt when the directory last said that it exists
     * @param notifiedAt when the last notification through it was worked on
     */
    public record SubscriptionStanding(
            String resource,
            boolean bridge,
            @Nullable String refused,
            @Nullable Instant expiresAt,
            @Nullable Instant checkedAt,
            @Nullable Instant notifiedAt) {}

    public List<SubscriptionStanding> subscriptions() {
        return subscriptions.standings();
    }

    /** When the last notification was worked on. */
    public Optional<Instant> lastNotification() {
        return subscriptions.lastNotified();
    }

    /** When the last round of the delta run was complete: so old is what we know at worst. */
    public Optional<Instant> deltaCompletedAt() {
        return delta.completedAt();
    }

    /** Accounts that are looked at later, because the directory was busy or their comparison failed. */
    public long postponed() {
        return looks.count();
    }

    /** What waits for a person to have it worked on again. */
    public long deadLetters() {
        return deadLetters.count();
    }

    /** Suspiciously many accounts seem gone, and nobody has decided. */
    public Optional<Disappearances.Alarm> disappearance() {
        return disappearances.alarm();
    }

    /** Stored notifications nobody has worked on yet; empty if the broker does not answer. */
    public OptionalLong backlog() {
        try {
            Admin asked = admin();
            Map<TopicPartition, OffsetAndMetadata> worked = asked.listConsumerGroupOffsets(
                            NotificationConsumer.CONTAINER)
                    .partitionsToOffsetAndMetadata()
                    .get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
            List<TopicPartition> partitions = asked
                    .describeTopics(List.of(topic))
                    .allTopicNames()
                    .get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)
                    .values()
                    .stream()
                    .flatMap(one -> one.partitions().stream())
                    .map(one -> new TopicPartition(topic, one.partition()))
                    .toList();
            Map<TopicPartition, ListOffsetsResultInfo> ends = offsets(asked, partitions, OffsetSpec.latest());
            Map<TopicPartition, ListOffsetsResultInfo> begins = offsets(asked, partitions, OffsetSpec.earliest());
            return OptionalLong.of(partitions.stream()
                    .mapToLong(one -> {
                        OffsetAndMetadata at = worked.get(one);
                        long from = at == null ? offset(begins, one) : at.offset();
                        return Math.max(0, offset(ends, one) - from);
                    })
                    .sum());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return OptionalLong.empty();
        } catch (ExecutionException | TimeoutException | KafkaException e) {
            return OptionalLong.empty();
        }
    }

    private static long offset(Map<TopicPartition, ListOffsetsResultInfo> offsets, TopicPartition of) {
        ListOffsetsResultInfo info = offsets.get(of);
        return info == null ? 0 : info.offset();
    }

    private static Map<TopicPartition, ListOffsetsResultInfo> offsets(
            Admin asked, List<TopicPartition> partitions, OffsetSpec which)
            throws InterruptedException, ExecutionException, TimeoutException {
        return asked.listOffsets(partitions.stream().collect(Collectors.toMap(Function.identity(), one -> which)))
                .all()
                .get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
    }

    private synchronized Admin admin() {
        Admin made = admin == null ? Admin.create(kafka.getConfigurationProperties()) : admin;
        admin = made;
        return made;
    }

    @Override
    public synchronized void destroy() {
        if (admin != null) {
            admin.close(PATIENCE);
        }
    }
}
