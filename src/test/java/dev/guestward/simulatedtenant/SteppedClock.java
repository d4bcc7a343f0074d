package dev.guestward.simulatedtenant;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.concurrent.atomic.AtomicReference;

/** A clock that ticks like another one and can be moved forward in steps. */
final class SteppedClock extends Clock {
    private final Clock base;
    private final AtomicReference<Duration> ahead = new AtomicReference<>(Duration.ZERO);

    SteppedClock(Clock base) {
        this.base = base;
    }

    void step(Duration by) {
        ahead.updateAndGet(before -> before.plus(by));
    }

    Duration ahead() {
        return Duration.ZERO.plus(ahead.get());
    }

    @Override
    public Instant instant() {
        return base.instant().plus(ahead.get());
    }

    @Override
    public ZoneId getZone() {
        return base.getZone();
    }

    @Override
    public Clock withZone(ZoneId zone) {
        throw new UnsupportedOperationException("the directory lives in UTC");
    }
}
