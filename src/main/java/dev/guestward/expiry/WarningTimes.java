package dev.guestward.expiry;

import dev.guestward.hospital.WorkingDays;
import java.time.Duration;
import java.time.Instant;
import org.springframework.stereotype.Component;

/** When warnings of an end are written: as long before it as is set, or on the last working day before that. */
@Component
class WarningTimes {
    private final WorkingDays days;

    WarningTimes(WorkingDays days) {
        this.days = days;
    }

    /** When the end is prepared and warned of first. */
    Instant first(Instant end, ExpirySettings settings) {
        return at(end, settings.ahead());
    }

    Instant last(Instant end, ExpirySettings settings) {
        return at(end, settings.lastWarning());
    }

    /** How many warnings of an end are due at a time. */
    int due(Instant end, Instant now, ExpirySettings settings) {
        return (int) settings.warnings().stream()
                .filter(before -> !now.isBefore(at(end, before)))
                .count();
    }

    /** No end after this one is warned of at this time or before. */
    Instant reach(Instant now, ExpirySettings settings) {
        return days.throughClosed(now).plus(settings.ahead());
    }

    private Instant at(Instant end, Duration before) {
        return days.notLater(end.minus(before));
    }
}
