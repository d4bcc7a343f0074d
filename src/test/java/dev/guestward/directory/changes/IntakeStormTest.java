package dev.guestward.directory.changes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.guestward.GuestwardTest;
import dev.guestward.directory.ObjectId;
import dev.guestward.embedded.EmbeddedServices;
import dev.guestward.embedded.OwnBroker;
import dev.guestward.faults.FaultRun;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.beans.factory.BeanFactory;
import org.springframework.beans.factory.annotation.Autowired;

/**
 * Notifications that are lost, late, doubled and shuffled, and a broker that dies: the register ends where the directory
 * is, and what was answered with 202 is worked on. {@code -Pfaults} makes the storm a long one.
 */
@GuestwardTest
class IntakeStormTest {
    private static final int NOTIFICATIONS = Integer.getInteger("intake.notifications", 5_000);
    private static final int ACCOUNTS = 400;
    private static final Duration PATIENCE = Duration.ofSeconds(Math.max(60, NOTIFICATIONS / 100));

    @Autowired
    BeanFactory beans;

    @Test
    @Tag("faults")
    void aStormOfNotificationsEndsInExactlyTheDirectorysState() throws Exception {
        FaultRun run = new FaultRun("IntakeStorm");
        Random random = new Random(run.seed());
        try (OwnIntake own = new OwnIntake(beans, EmbeddedServices.broker().getBrokersAsString())) {
            ImaginedDirectory directory = own.fixture.directory;
            List<ObjectId> accounts =
                    Stream.generate(directory::account).limit(ACCOUNTS).toList();
            own.consume();
            List<String> late = new ArrayList<>();
            List<String> sending = new ArrayList<>();
            int told = 0;
            int dropped = 0;
            int delayed = 0;
            int repeated = 0;
            long posted = 0;
            for (int change = 0; change < NOTIFICATIONS; change++) {
                ObjectId account = accounts.get(random.nextInt(ACCOUNTS));
                directory.change(account);
                String item = own.item(account.value());
                double fate = random.nextDouble();
                if (fate < 0.10) {
                    dropped++;
                    continue;
                }
                int copies = random.nextDouble() < 0.30 ? 2 + random.nextInt(9) : 1;
                told += copies;
                repeated += copies - 1;
                boolean isLate = fate < 0.15;
                delayed += isLate ? copies : 0;
                (isLate ? late : sending).addAll(Collections.nCopies(copies, item));
                if (sending.size() > 2_000) {
                    posted += postShuffled(own, sending, random);
                }
            }
            posted += postShuffled(own, sending, random);
            posted += postShuffled(own, late, random);

            assertThat(dropped).as("lost on the way").isPositive();
            assertThat(posted).isEqualTo(told);
            assertThat(own.counted("received")).isEqualTo(told);
            assertThat(own.counted("kept") + own.counted("repeated")).isEqualTo(told);
            assertThat(own.counted("stored")).isEqualTo(own.counted("kept"));
            await().atMost(PATIENCE).until(() -> own.fixture.counted("records") >= own.counted("stored"));
            assertThat(own.fixture.counted("records")).isEqualTo(own.counted("stored"));
            assertThat(own.fixture.counted("managed"))
                    .as("each named account is seen")
                    .isEqualTo(own.fixture.counted("seen"));
            assertThat(directory.acted.get())
                    .as("acted on no more often than it changed, nor than it was seen")
                    .isLessThanOrEqualTo(Math.min(NOTIFICATIONS, (int) own.fixture.counted("seen")));
            // what the lost ones told of
            directory.tellByDelta();
            own.fixture.delta.run();

            assertThat(directory.register).isEqualTo(directory.state());
            run.struck(dropped + delayed + repeated);
            run.figure("changes", NOTIFICATIONS);
            run.figure("notifications sent", posted);
            run.figure("lost", dropped);
            run.figure("late", delayed);
            run.figure("repeated", repeated);
            run.figure("stored", (long) own.counted("stored"));
            run.figure("compared", (long) own.fixture.counted("seen"));
            run.figure("acted on", directory.acted.get());
            run.end();
        }
    }

    @Test
    void withAllNotificationsBlockedOneDeltaRoundFindsEverything() {
        IntakeFixture fixture = new IntakeFixture(beans);
        ImaginedDirectory directory = fixture.directory;
        List<ObjectId> accounts =
                Stream.generate(directory::account).limit(ACCOUNTS).toList();
        accounts.forEach(directory::change);
        directory.tellByDelta();

        fixture.delta.run();

        assertThat(directory.register).isEqualTo(directory.state());
        fixture.tidy();
    }

    @Test
    void aBrokerThatIsKilledUnderLoadLosesNothingThatWasAnsweredWith202(@TempDir Path home) throws Exception {
        try (OwnBroker broker = new OwnBroker(home, "PLAINTEXT", Map.of()).start();
                OwnIntake own = new OwnIntake(beans, broker.address())) {
            broker.topic(own.topic);
            ImaginedDirectory directory = own.fixture.directory;
            own.consume();
            AtomicBoolean going = new AtomicBoolean(true);
            Set<ObjectId> accepted = ConcurrentHashMap.newKeySet();
            Queue<Integer> answers = new ConcurrentLinkedQueue<>();
            ExecutorService graph = Executors.newFixedThreadPool(4);
            List<Future<?>> running = new ArrayList<>();
            for (int sender = 0; sender < 4; sender++) {
                running.add(graph.submit(() -> {
                    while (going.get()) {
                        ObjectId account = directory.account();
                        int status = own.post("{\"value\":[" + own.item(account.value()) + "]}");
                        answers.add(status);
                        if (status == 202) {
                            accepted.add(account);
                        }
                    }
                }));
            }
            await().atMost(PATIENCE).until(() -> accepted.size() >= 200);
            broker.kill();
            await().atMost(PATIENCE)
                    .until(() -> answers.stream().filter(s -> s == 503).count() >= 8);
            int before = accepted.size();
            broker.start();
            await().atMost(PATIENCE).until(() -> accepted.size() >= before + 200);
            going.set(false);
            for (Future<?> one : running) {
                one.get(20, TimeUnit.SECONDS);
            }
            graph.shutdown();

            assertThat(Set.copyOf(answers)).containsExactlyInAnyOrder(202, 503);
            await().atMost(PATIENCE).until(() -> directory.register.keySet().containsAll(accepted));
        }
    }

    /** @return how many items were accepted */
    private static long postShuffled(OwnIntake own, List<String> items, Random random) {
        Collections.shuffle(items, random);
        long posted = 0;
        int from = 0;
        while (from < items.size()) {
            int to = Math.min(items.size(), from + 1 + random.nextInt(100));
            String body = "{\"value\":[" + String.join(",", items.subList(from, to)) + "]}";
            assertThat(own.post(body)).isEqualTo(202);
            posted += to - from;
            from = to;
        }
        items.clear();
        return posted;
    }
}
