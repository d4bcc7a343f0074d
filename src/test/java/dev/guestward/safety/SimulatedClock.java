package dev.guestward.safety;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Date;
import org.camunda.bpm.engine.impl.util.ClockUtil;

/** Time that stands still until it is moved, for the product and the engine alike. One in a virtual machine. */
final class SimulatedClock extends Clock {
    private final ZoneId zone;
    private final Instant[] now;

    SimulatedClock(Instant start) {
        this(ZoneOffset.UTC, new Instant[] {start});
        to(start);
    }

    private SimulatedClock(ZoneId zone, Instant[] now) {
        this.zone = zone;
        this.now = now;
    }

    /** Moves on. Only while nothing is being worked on. */
    void to(Instant then) {
        if (then.isBefore(now[0])) {
            throw new IllegalArgumentException("time does not go back");
        }
        now[0] = then;
        ClockUtil.setCurrentTime(Date.from(then));
    }

    void step(Duration by) {
        to(now[0].plus(by));
    }

    @Override
    public Instant instant() {
        return now[0];
    }

    @Override
    public ZoneId getZone() {
        return zone;
    }

    @Override
    public Clock withZone(ZoneId other) {
        return new SimulatedClock(other, now);
    }
}
