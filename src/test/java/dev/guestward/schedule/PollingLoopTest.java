package dev.guestward.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** What a loop outlives. */
class PollingLoopTest {
    @Test
    void itGoesOnAfterAnErrorOfTheVirtualMachine() throws Exception {
        AtomicInteger looks = new AtomicInteger();
        CountDownLatch second = new CountDownLatch(1);
        try (PollingLoop loop = new PollingLoop("test", Duration.ofMillis(1), () -> {
            if (looks.incrementAndGet() == 1) {
                throw new StackOverflowError("test");
            }
            second.countDown();
            return 0;
        })) {
            assertThat(loop.age()).isNaN();

            loop.start();

            assertThat(second.await(30, TimeUnit.SECONDS)).isTrue();
            assertThat(loop.age()).isBetween(0.0, 30.0);
        }
    }
}
