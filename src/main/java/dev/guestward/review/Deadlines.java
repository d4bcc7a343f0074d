package dev.guestward.review;

import dev.guestward.hospital.WorkingDays;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import org.springframework.stereotype.Component;

/** By when people have to answer: never on a day on which nobody works. */
@Component
class Deadlines {
    private final ReviewSettings settings;
    private final WorkingDays days;
    private final Clock clock;

    Deadlines(ReviewSettings settings, WorkingDays days, Clock clock) {
        this.settings = settings;
        this.days = days;
        this.clock = clock;
    }

    /** Of a sponsor who is asked now. */
    Instant answer() {
        return in(settings.answerWithin());
    }

    /** Of whoever is asked now in place of somebody else. */
    Instant instead() {
        return in(settings.escalateWithin());
    }

    Instant in(Duration time) {
        return open(clock.instant().plus(time));
    }

    /** This deadline, unless it falls on a closed day. */
    Instant open(Instant deadline) {
        return days.notClosed(deadline);
    }
}
