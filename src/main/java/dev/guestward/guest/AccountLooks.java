package dev.guestward.guest;

import dev.guestward.directory.AccountInspection;
import dev.guestward.directory.DirectoryReads;
import dev.guestward.directory.DirectoryUnavailable;
import dev.guestward.directory.MissingAccounts;
import dev.guestward.directory.ObjectId;
import dev.guestward.directory.ReadTogether;
import dev.guestward.problem.DatabaseAway;
import dev.guestward.schedule.FleetJob;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * Looks at what accounts belong to, which no notification brings along: those that changed, and each one once a week. Two
 * resource units an account, ten accounts with a call.
 */
@Component
public class AccountLooks implements FleetJob {
    private static final Logger log = LoggerFactory.getLogger(AccountLooks.class);
    private static final Duration AT_LEAST_EVERY = Duration.ofDays(7);
    private static final int CHUNK = 200;
    private static final int MOST_PER_RUN = 2_000;

    private final AccountSights sights;
    private final DirectorySightings sightings;
    private final DirectoryReads directory;
    private final MissingAccounts missing;
    private final Clock clock;

    AccountLooks(
            AccountSights sights,
            DirectorySightings sightings,
            DirectoryReads directory,
            MissingAccounts missing,
            Clock clock) {
        this.sights = sights;
        this.missing = missing;
        this.sightings = sightings;
        this.directory = directory;
        this.clock = clock;
    }

    @Override
    public String name() {
        return "account-looks";
    }

    @Override
    public Duration every() {
        return Duration.ofMinutes(5);
    }

    @Override
    public void run() {
        Instant began = clock.instant();
        int looked = 0;
        List<ObjectId> due;
        do {
            due = sights.due(began.minus(AT_LEAST_EVERY), began, CHUNK);
            int done = look(due);
            looked += done;
            if (done == 0) {
                return;
            }
        } while (due.size() == CHUNK && looked < MOST_PER_RUN);
    }

    private int look(List<ObjectId> due) {
        Instant now = clock.instant();
        ReadTogether<AccountInspection> read = directory.inspect(due);
        int done = 0;
        for (ObjectId account : due) {
            try {
                boolean missed = read.get(account)
                        .filter(seen -> sightings.inspected(account, seen, now))
                        .isPresent();
                if (missed) {
                    missing.missing(List.of(account));
                }
                done++;
            } catch (DirectoryUnavailable e) {
                log.info("Account {} could not be looked at; the next run tries again", account);
            } catch (RuntimeException e) {
                DatabaseAway.rethrow(e);
                // whatever it is, it concerns this account alone; the message may hold names
                log.error(
                        "What a look at account {} has shown could not be recorded: {}",
                        account,
                        e.getClass().getName());
                sightings.postponed(account, now);
                done++;
            }
        }
        return done;
    }
}
