package dev.guestward.directory.changes;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import org.springframework.stereotype.Component;

/** The standing of the intake as figures, the same on all nodes; what cannot be told is not a number. */
@Component
class IntakeMeters implements MeterBinder {
    private final IntakeStanding standing;
    private final Clock clock;

    IntakeMeters(IntakeStanding standing, Clock clock) {
        this.standing = standing;
        this.clock = clock;
    }

    @Override
    public void bindTo(MeterRegistry meters) {
        Gauge.builder("guestward.intake.dead.letters", standing, IntakeStanding::deadLetters)
                .description("Notifications that were set aside and wait for a person")
                .register(meters);
        Gauge.builder("guestward.intake.postponed", standing, IntakeStanding::postponed)
                .description("Accounts that are looked at later")
                .register(meters);
        Gauge.builder(
                        "guestward.intake.gone.held",
                        standing,
                        one -> one.disappearance()
                                .map(Disappearances.Alarm::accounts)
                                .orElse(0L))
                .description("Managed accounts that seem gone, suspiciously many, and wait for a person")
                .register(meters);
        Gauge.builder(
                        "guestward.delta.age",
                        standing,
                        one -> one.deltaCompletedAt().map(this::seconds).orElse(Double.NaN))
                .description("Since when no round of the delta run was complete")
                .baseUnit("seconds")
                .register(meters);
        Gauge.builder(
                        "guestward.notification.age",
                        standing,
                        one -> one.lastNotification().map(this::seconds).orElse(Double.NaN))
                .description("Since when no notification was worked on")
                .baseUnit("seconds")
                .register(meters);
    }

    private double seconds(Instant since) {
        return Duration.between(since, clock.instant()).toMillis() / 1000.0;
    }
}
