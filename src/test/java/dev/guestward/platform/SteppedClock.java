package dev.guestward.platform;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.concurrent.atomic.AtomicReference;
import org.camunda.bpm.engine.impl.util.ClockUtil;

/**
 * The clock of tests and simulations: real time, moved ahead in steps. The engine's own clock, of which there is one in
 * a virtual machine, moves along, and therefore there is one of these. Step only while nothing is being worked on:
 * locks taken before a step look old after it.
 */
public final class SteppedClock extends Clock {
    private static final SteppedClock INSTANCE = new SteppedClock();

    private final AtomicReference<Duration> ahead = new AtomicReference<>(Duration.ZERO);

    private SteppedClock() {}

    public static SteppedClock instance() {
        return INSTANCE;
    }

    public void step(Duration by) {
        if (by.isNegative()) {
            throw new IllegalArgumentException("time does not go back");
        }
        ClockUtil.offset(ahead.updateAndGet(by::plus).toMillis());
    }

    public void stepTo(Instant then) {
        step(Duration.between(instant(), then));
    }

    @Override
    public Instant instant() {
        return Clock.systemUTC().instant().plus(ahead.get());
    }

    @Override
    public ZoneId getZone() {
        return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
        Clock self = this;
        return new Clock() {
            @Override
            public ZoneId getZone() {
                return zone;
            }

            @Override
            public Clock withZone(ZoneId other) {
                return self.withZone(other);
            }

            @Override
            public Instant instant() {
                return self.instant();
            }
        };
    }
}
