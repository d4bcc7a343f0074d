package dev.guestward.people;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.time.Clock;
import java.time.Duration;
import org.springframework.stereotype.Component;

/** How old what we know of the staff is: rights that are withdrawn while it ages stay. */
@Component
class StaffMeters implements MeterBinder {
    private final StaffReadingTable readings;
    private final StaffSettings settings;
    private final Clock clock;

    StaffMeters(StaffReadingTable readings, StaffSettings settings, Clock clock) {
        this.readings = readings;
        this.settings = settings;
        this.clock = clock;
    }

    @Override
    public void bindTo(MeterRegistry meters) {
        Gauge.builder("guestward.people.reading.age", readings, this::age)
                .description("Since when the groups of staff were not read completely")
                .baseUnit("seconds")
                .register(meters);
        Gauge.builder(
                        "guestward.people.reading.every",
                        settings,
                        one -> one.readEvery().toSeconds())
                .description("How often they are to be read")
                .baseUnit("seconds")
                .register(meters);
    }

    private double age(StaffReadingTable table) {
        return Math.max(
                0, Duration.between(table.completedAt(), clock.instant()).toSeconds());
    }
}
