package dev.guestward.bulk;

import dev.guestward.schedule.FleetJob;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** Forgets what files tell about people, and files nobody has confirmed. Results and guests' ids stay. */
@Component
class BulkHousekeeping implements FleetJob {
    private static final Logger log = LoggerFactory.getLogger(BulkHousekeeping.class);

    private final BulkTables tables;
    private final BulkSettings settings;
    private final Clock clock;

    BulkHousekeeping(BulkTables tables, BulkSettings settings, Clock clock) {
        this.tables = tables;
        this.settings = settings;
        this.clock = clock;
    }

    @Override
    public String name() {
        return "bulk-housekeeping";
    }

    @Override
    public Duration every() {
        return Duration.ofHours(1);
    }

    @Override
    @Transactional
    public void run() {
        Instant now = clock.instant();
        int wiped = tables.wipe(now.minus(settings.fieldsKept()), now);
        int discarded = tables.discardUnconfirmed(now.minus(settings.unconfirmedKept()));
        if (wiped + discarded > 0) {
            log.info("{} files of guests wiped, {} unconfirmed ones discarded", wiped, discarded);
        }
    }
}
