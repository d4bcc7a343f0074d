package dev.guestward.directory.changes;

import dev.guestward.directory.changes.CanaryStanding.Proof;
import dev.guestward.directory.changes.CanaryStanding.Standing;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.time.Duration;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** What the canary proves, as figures; without a canary, or before it has proven anything, they are not a number. */
@Component
class CanaryMeters implements MeterBinder {
    private final CanaryStanding standing;

    CanaryMeters(CanaryStanding standing) {
        this.standing = standing;
    }

    @Override
    public void bindTo(MeterRegistry meters) {
        after(meters, "notification", Standing::notifiedAfter);
        after(meters, "delta", Standing::foundAfter);
        missing(meters, "notification", Proof.NOT_NOTIFIED);
        missing(meters, "delta", Proof.NOT_FOUND);
    }

    private void after(MeterRegistry meters, String way, Function<Standing, @Nullable Duration> after) {
        Gauge.builder("guestward.canary.after", standing, one -> {
                    Duration took = after.apply(one.now());
                    return took == null ? Double.NaN : took.toMillis() / 1000.0;
                })
                .description("How long the canary's last change took to come back")
                .baseUnit("seconds")
                .tag("way", way)
                .register(meters);
    }

    private void missing(MeterRegistry meters, String way, Proof alone) {
        Gauge.builder("guestward.canary.missing", standing, one -> missing(one.now(), alone))
                .description("1 if the canary's last change has not come back this way in time, else 0")
                .tag("way", way)
                .register(meters);
    }

    private static double missing(Standing now, Proof alone) {
        if (alone == Proof.NOT_NOTIFIED && !now.notifications()) {
            return Double.NaN;
        }
        return switch (now.proof()) {
            case FINE -> 0;
            case LOST -> 1;
            case NOT_NOTIFIED, NOT_FOUND -> now.proof() == alone ? 1 : 0;
            default -> Double.NaN;
        };
    }
}
