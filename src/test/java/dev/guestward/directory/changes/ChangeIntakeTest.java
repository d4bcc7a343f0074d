package dev.guestward.directory.changes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.guestward.GuestwardTest;
import dev.guestward.directory.ObjectId;
import dev.guestward.directory.changes.DeadLetters.DeadLetter;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.BeanFactory;
import org.springframework.beans.factory.annotation.Autowired;

/** Whatever is named is looked at, now or later, or set aside; nothing holds up anything else. */
@GuestwardTest
class ChangeIntakeTest {
    @Autowired
    BeanFactory beans;

    @Autowired
    DeadLetters deadLetters;

    private IntakeFixture fixture;
    private ImaginedDirectory directory;

    @BeforeEach
    void begin() {
        fixture = new IntakeFixture(beans);
        directory = fixture.directory;
    }

    @AfterEach
    void tidy() {
        fixture.tidy();
    }

    @Test
    void aThrottledReadHoldsUpNoneOfTheOthersAndIsMadeWhenItsTimeHasComeAndNotEarlier() {
        List<ObjectId> all = Stream.generate(directory::account).limit(5).toList();
        ObjectId slow = all.get(1);
        directory.busy(slow, Duration.ofMinutes(10));

        fixture.intake.work(new LinkedHashSet<>(all));

        assertThat(directory.seen).containsExactly(all.get(0), all.get(2), all.get(3), all.get(4));
        assertThat(fixture.looks.count()).isEqualTo(1);
        directory.unreadable.clear();
        directory.asked.clear();
        fixture.wait(Duration.ofMinutes(9));
        assertThat(fixture.later.runOnce()).isZero();
        fixture.wait(Duration.ofMinutes(1));
        fixture.later.runOnce();
        assertThat(directory.asked).containsExactly(slow);
        assertThat(directory.seen).contains(slow);
        assertThat(fixture.looks.count()).isZero();
    }

    @Test
    void beingThrottledForDaysIsNoReasonToGiveUp() {
        ObjectId slow = directory.account();
        directory.busy(slow, Duration.ofMinutes(1));
        fixture.intake.work(Set.of(slow));
        for (int time = 0; time < 3 * LaterLooks.MOST_ATTEMPTS; time++) {
            fixture.wait(Duration.ofMinutes(2));
            fixture.later.runOnce();
        }

        directory.unreadable.clear();
        fixture.wait(Duration.ofMinutes(2));
        fixture.later.runOnce();

        assertThat(directory.seen).containsExactly(slow);
        assertThat(deadLetters.count()).isZero();
    }

    @Test
    void anAccountWhoseComparisonFailsAgainAndAgainIsSetAsideOnceAndWorkedOnWhenSomebodySaysSo() {
        ObjectId bad = directory.account();
        ObjectId good = directory.account();
        directory.poisonous.add(bad);

        fixture.intake.work(new LinkedHashSet<>(List.of(bad, good)));
        for (int time = 0; time < LaterLooks.MOST_ATTEMPTS + 2; time++) {
            fixture.wait(Duration.ofMinutes(6));
            fixture.later.runOnce();
        }

        assertThat(directory.seen).containsExactly(good);
        assertThat(fixture.looks.count()).isZero();
        DeadLetter letter = await().until(() -> deadLetters.waiting(10, 0), list -> list.size() == 1)
                .get(0);
        assertThat(letter.reason()).isEqualTo("comparison");
        assertThat(letter.key()).isEqualTo(bad.value());
        assertThat(directory.asked.stream().filter(bad::equals)).hasSize(LaterLooks.MOST_ATTEMPTS);

        assertThat(deadLetters.replay(letter.id(), "admin")).isPresent();

        assertThat(deadLetters.count()).isZero();
        assertThat(deadLetters.replay(letter.id(), "admin"))
                .as("it does not wait any more")
                .isEmpty();
    }

    @Test
    void strangersAreLeftToTheDeltaRunWhichIsAskedForWhenTheyAreMany() {
        directory.account();
        Set<ObjectId> staff = new LinkedHashSet<>(IntStream.range(0, 501)
                .mapToObj(n -> new ObjectId(UUID.randomUUID().toString()))
                .toList());

        fixture.intake.work(staff);

        assertThat(directory.asked).isEmpty();
        assertThat(fixture.counted("left-to-delta")).isEqualTo(501);
        assertThat(fixture.meters
                        .counter("guestward.delta.asked", "why", "many")
                        .count())
                .isEqualTo(1);
    }

    @Test
    void whoIsNotShownIsGoneOnlyIfTheRecycleBinSaysSo() {
        ObjectId deleted = directory.account();
        ObjectId lagging = directory.account();
        directory.delete(deleted);
        directory.present.remove(lagging);

        fixture.intake.work(new LinkedHashSet<>(List.of(deleted, lagging)));

        assertThat(directory.gone).containsOnly(Map.entry(deleted, true));
        assertThat(directory.notFound).containsExactly(lagging);
    }
}
