package dev.guestward.sponsorship;

import dev.guestward.directory.DirectoryReads;
import dev.guestward.directory.DirectoryUnavailable;
import dev.guestward.directory.ObjectId;
import dev.guestward.directory.ReadTogether;
import dev.guestward.directory.ReportingLine;
import dev.guestward.guest.Sponsored;
import dev.guestward.people.Managers;
import dev.guestward.people.PersonId;
import dev.guestward.schedule.FleetJob;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * Reads who manages the sponsors who have guests, each once a day, {@value DirectoryReads#MOST_IN_ONE_CALL} with a call. A review
 * that nobody answers goes by what is on record, because it moves on while rows are locked and must not ask the directory then.
 */
@Component
public class ManagerReading implements FleetJob {
    private static final Logger log = LoggerFactory.getLogger(ManagerReading.class);
    private static final Duration GOOD_FOR = Duration.ofDays(1);

    private final Sponsored sponsored;
    private final Managers managers;
    private final DirectoryReads directory;
    private final Clock clock;

    ManagerReading(Sponsored sponsored, Managers managers, DirectoryReads directory, Clock clock) {
        this.sponsored = sponsored;
        this.managers = managers;
        this.directory = directory;
        this.clock = clock;
    }

    @Override
    public String name() {
        return "manager-reading";
    }

    @Override
    public Duration every() {
        return Duration.ofMinutes(10);
    }

    @Override
    public void run() {
        List<PersonId> due = managers.due(sponsored.sponsors(), clock.instant(), GOOD_FOR);
        for (int from = 0; from < due.size(); from += DirectoryReads.MOST_IN_ONE_CALL) {
            List<PersonId> some = due.subList(from, Math.min(from + DirectoryReads.MOST_IN_ONE_CALL, due.size()));
            if (!read(some)) {
                return;
            }
        }
    }

    /** @return false if the directory has not answered about any of them: then it is left alone until the next run */
    private boolean read(List<PersonId> some) {
        Instant readAt = clock.instant();
        ReadTogether<ReportingLine> read = directory.reportingLines(
                some.stream().map(ManagerReading::account).toList());
        Map<PersonId, Optional<PersonId>> seen = new LinkedHashMap<>();
        int failed = 0;
        for (PersonId sponsor : some) {
            try {
                // an account that is not shown says nothing about its manager
                read.get(account(sponsor)).ifPresent(line -> seen.put(sponsor, managerIn(line)));
            } catch (DirectoryUnavailable e) {
                log.debug("The manager of sponsor {} cannot be read now", sponsor, e);
                failed++;
            }
        }
        if (!seen.isEmpty()) {
            managers.seen(seen, readAt);
        }
        if (failed > 0) {
            log.info("The managers of {} sponsors cannot be read now and stay as they are on record", failed);
        }
        return failed < some.size();
    }

    private static Optional<PersonId> managerIn(ReportingLine line) {
        return Optional.ofNullable(line.manager()).map(id -> new PersonId(id.value()));
    }

    private static ObjectId account(PersonId sponsor) {
        return new ObjectId(sponsor.value());
    }
}
