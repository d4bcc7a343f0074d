package dev.guestward.people;

import dev.guestward.schedule.FleetJob;
import java.time.Duration;
import org.springframework.stereotype.Component;

/**
 * Reads the people before their time, soon after a change that concerns them. A look of its own instead of a call by
 * whoever hears of a change: many changes at once are one reading, and one that fails is tried again.
 */
@Component
public class AskedStaffReading implements FleetJob {
    /** With the time a notification takes, and what a node keeps of the people, this stays below a minute. */
    private static final Duration EVERY = Duration.ofSeconds(20);

    private final StaffReadingTable readings;
    private final StaffReading reading;

    AskedStaffReading(StaffReadingTable readings, StaffReading reading) {
        this.readings = readings;
        this.reading = reading;
    }

    @Override
    public String name() {
        return "staff-reading-asked";
    }

    @Override
    public Duration every() {
        return EVERY;
    }

    @Override
    public void run() {
        if (readings.isAsked()) {
            reading.run();
        }
    }
}
