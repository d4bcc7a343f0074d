package dev.guestward.expiry;

import dev.guestward.removal.ExpectedEnds;
import dev.guestward.schedule.FleetJob;
import java.time.Duration;
import org.springframework.stereotype.Component;

/** Keeps the forecast: an end that stands in it for a day is none that the brake counts. */
@Component
class ExpectedEndsJob implements FleetJob {
    private final ExpectedEnds expected;

    ExpectedEndsJob(ExpectedEnds expected) {
        this.expected = expected;
    }

    @Override
    public String name() {
        return "expected-ends";
    }

    @Override
    public Duration every() {
        return Duration.ofHours(1);
    }

    @Override
    public boolean atStart() {
        return true;
    }

    @Override
    public void run() {
        expected.note();
    }
}
