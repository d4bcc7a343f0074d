package dev.guestward.directory.changes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.guestward.directory.DirectoryReads;
import dev.guestward.directory.DirectoryUnavailable;
import dev.guestward.directory.DirectoryUser;
import dev.guestward.directory.ManagedAccounts;
import dev.guestward.directory.ObjectId;
import dev.guestward.directory.ReadTogether;
import dev.guestward.directory.Trouble;
import java.lang.reflect.Proxy;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;

class ChangeIntakeTest {
    private static final Instant NOW = Instant.parse("2026-11-21T08:00:00Z");
    private static final List<ObjectId> ACCOUNTS = IntStream.range(0, 5)
            .mapToObj(n -> new ObjectId(UUID.randomUUID().toString()))
            .toList();
    private static final List<ConsumerRecord<String, String>> BATCH = List.of(record(7), record(8));

    private final Map<ObjectId, DirectoryUnavailable> failing = new HashMap<>();
    private final List<ObjectId> asked = new ArrayList<>();
    private final List<ObjectId> looked = new ArrayList<>();
    private final UnfinishedBatch batch = UnfinishedBatch.of(BATCH, ACCOUNTS);

    @Test
    void aThrottledReadHoldsUpNoneOfTheOthers() {
        failing.put(ACCOUNTS.get(1), unavailable(Duration.ofSeconds(7)));

        assertThatThrownBy(() -> batch.workOn(intake(), NOW)).isSameAs(failing.get(ACCOUNTS.get(1)));

        assertThat(looked)
                .containsExactlyInAnyOrder(ACCOUNTS.get(0), ACCOUNTS.get(2), ACCOUNTS.get(3), ACCOUNTS.get(4));
    }

    @Test
    void whatIsLeftIsReadWhenItsTimeHasComeAndNotEarlier() {
        ObjectId slow = ACCOUNTS.get(1);
        failing.put(slow, unavailable(Duration.ofSeconds(7)));
        assertThatThrownBy(() -> batch.workOn(intake(), NOW)).isInstanceOf(DirectoryUnavailable.class);
        failing.clear();
        asked.clear();

        assertThatThrownBy(() -> batch.workOn(intake(), NOW.plusSeconds(6))).isInstanceOf(UnfinishedBatch.NotDue.class);
        assertThat(asked).isEmpty();

        batch.workOn(intake(), NOW.plusSeconds(7));
        assertThat(asked).containsExactly(slow);
        assertThat(looked).containsExactlyInAnyOrderElementsOf(ACCOUNTS);
    }

    @Test
    void anotherBatchIsNotTakenForTheRestOfThisOne() {
        assertThat(batch.isOf(List.of(record(7), record(8)))).isTrue();
        assertThat(batch.isOf(List.of(record(7), record(8), record(9)))).isFalse();
        assertThat(batch.isOf(List.of(record(8)))).isFalse();
    }

    private static ConsumerRecord<String, String> record(long offset) {
        return new ConsumerRecord<>("notifications", 0, offset, null, "");
    }

    private static DirectoryUnavailable unavailable(Duration retryAfter) {
        return new DirectoryUnavailable("Reading accounts failed", Trouble.SERVICE, retryAfter);
    }

    /** An intake whose directory knows nobody; what it is asked for may fail. */
    private ChangeIntake intake() {
        DirectoryReads directory = (DirectoryReads) Proxy.newProxyInstance(
                getClass().getClassLoader(), new Class<?>[] {DirectoryReads.class}, (proxy, method, arguments) -> {
                    for (Object id : (Collection<?>) arguments[0]) {
                        asked.add((ObjectId) id);
                    }
                    return new ReadTogether<>(Map.of(), failing);
                });
        return new ChangeIntake(directory, new Everybody(), Clock.fixed(NOW, ZoneOffset.UTC));
    }

    private final class Everybody implements ManagedAccounts {
        @Override
        public Set<ObjectId> managed(Collection<ObjectId> ids) {
            return new LinkedHashSet<>(ids);
        }

        @Override
        public void seen(DirectoryUser user, Instant at) {
            throw new AssertionError("nobody is there");
        }

        @Override
        public void notFound(ObjectId id, Instant at) {
            looked.add(id);
        }
    }
}
