package dev.guestward.readiness;

import static org.assertj.core.api.Assertions.assertThat;

import dev.guestward.directory.DirectoryUnavailable;
import dev.guestward.directory.Trouble;
import dev.guestward.platform.SteppedClock;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class KeptReadingsTest {
    private static final Duration KEPT = Duration.ofHours(1);

    private final SteppedClock clock = SteppedClock.instance();
    private final AtomicInteger asked = new AtomicInteger();
    private boolean broken;
    private final KeptReadings<String, Integer> readings = new KeptReadings<>(this::read, KEPT, clock);

    private Integer read(String key) {
        asked.incrementAndGet();
        if (broken) {
            throw new DirectoryUnavailable("403", Trouble.PERMISSION, Duration.ZERO);
        }
        return asked.get();
    }

    @Test
    void aReadingIsKeptForItsTime() {
        readings.of("one");
        clock.step(KEPT.minusSeconds(1));
        assertThat(readings.of("one").value()).isEqualTo(1);

        clock.step(Duration.ofSeconds(1));
        assertThat(readings.of("one").value()).isEqualTo(2);
    }

    @Test
    void eachKeyHasAReadingOfItsOwn() {
        assertThat(readings.of("one").value()).isEqualTo(1);
        assertThat(readings.of("other").value()).isEqualTo(2);
        assertThat(readings.of("one").value()).isEqualTo(1);
    }

    @Test
    void nobodyMakesItAskMoreThanOnceAMinute() {
        readings.of("one");
        readings.forget();
        readings.of("one");
        assertThat(asked).hasValue(1);

        clock.step(KeptReadings.AT_MOST_EVERY);
        readings.forget();
        readings.of("one");
        assertThat(asked).hasValue(2);
    }

    @Test
    void whatIsKnownStaysKnownUntilItIsReadAnewButNotForLonger() {
        assertThat(readings.known("one")).as("nobody has asked").isNull();
        assertThat(readings.isOld("one")).isTrue();
        readings.of("one");
        clock.step(KEPT.minusSeconds(1));
        readings.forget();

        assertThat(readings.known("one")).isEqualTo(1);
        assertThat(readings.isOld("one")).isFalse();
        assertThat(asked).hasValue(1);

        clock.step(Duration.ofSeconds(1));
        assertThat(readings.known("one")).isNull();
        assertThat(readings.isOld("one")).isTrue();
    }

    @Test
    void nothingIsKnownOnceItCouldNotBeRead() {
        readings.of("one");
        clock.step(KEPT);
        broken = true;
        readings.of("one");

        assertThat(readings.known("one")).isNull();
        assertThat(readings.isOld("one")).as("asked, in vain").isFalse();
    }

    @Test
    void whatCouldNotBeReadIsAskedForAgainAfterAMinute() {
        broken = true;
        assertThat(readings.of("one").failure()).isEqualTo(new Reading.Failure(Trouble.PERMISSION, "403"));
        broken = false;
        assertThat(readings.of("one").value()).isNull();

        clock.step(KeptReadings.AT_MOST_EVERY);
        assertThat(readings.of("one").value()).isEqualTo(2);
    }
}
