package dev.guestward.simulatedtenant;

import java.time.Duration;
import java.time.Instant;

/**
 * A token bucket. Refused calls count too, but the debt they make is bounded, so that whoever waits as long as told gets
 * through.
 */
final class Bucket {
    private final Limit limit;
    private final Limit.Size size;
    private double level;
    private Instant filledAt;
    private long used;
    private long throttled;

    Bucket(Limit limit, Limit.Size size, Instant now) {
        this.limit = limit;
        this.size = size;
        level = size.capacity();
        filledAt = now;
    }

    boolean has(int amount, Instant now) {
        return level(now) >= amount;
    }

    void charge(int amount, Instant now) {
        level = Math.max(level(now) - amount, -limit.mostPerCall());
        used += amount;
    }

    void refused() {
        throttled++;
    }

    /** Seconds after which that amount is there even if other refused calls make the debt as deep as it gets. */
    long secondsUntil(int amount) {
        return (long) Math.max(1, Math.ceil((amount + limit.mostPerCall()) / size.perSecond()));
    }

    /** What is left; below zero it is debt. A clock that went back refills nothing. */
    double level(Instant now) {
        var passed = Duration.between(filledAt, now);
        if (!passed.isNegative()) {
            level = Math.min(size.capacity(), level + passed.toMillis() / 1000.0 * size.perSecond());
        }
        filledAt = now;
        return level;
    }

    double share(Instant now) {
        return (size.capacity() - level(now)) / size.capacity();
    }

    long used() {
        return used;
    }

    long throttled() {
        return throttled;
    }
}
