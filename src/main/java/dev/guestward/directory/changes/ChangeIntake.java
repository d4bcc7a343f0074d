package dev.guestward.directory.changes;

import dev.guestward.directory.ChangesNamed;
import dev.guestward.directory.DirectoryUser;
import dev.guestward.directory.ManagedAccounts;
import dev.guestward.directory.ObjectId;
import dev.guestward.directory.changes.AccountReader.Found;
import dev.guestward.problem.DatabaseAway;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.util.Collection;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.stereotype.Component;

/**
 * Reads managed accounts and reports what it sees, each account in a transaction of its own. Everybody else in the feed is
 * staff and left to the delta run. One account that makes trouble holds up none of the others: it is looked at later.
 */
@Component
class ChangeIntake {
    private static final Logger log = LoggerFactory.getLogger(ChangeIntake.class);

    /** So many accounts that are none of ours are reason enough to ask at once what else has changed. */
    private static final int MANY_OTHERS = 500;

    private final AccountReader reader;
    private final ManagedAccounts accounts;
    private final Disappearances disappearances;
    private final AccountLooks later;
    private final EarlyDelta delta;
    private final Canary canary;
    private final ApplicationEventPublisher events;
    private final MeterRegistry meters;
    private final Clock clock;

    ChangeIntake(
            AccountReader reader,
            ManagedAccounts accounts,
            Disappearances disappearances,
            AccountLooks later,
            EarlyDelta delta,
            Canary canary,
            ApplicationEventPublisher events,
            MeterRegistry meters,
            Clock clock) {
        this.reader = reader;
        this.accounts = accounts;
        this.disappearances = disappearances;
        this.later = later;
        this.delta = delta;
        this.canary = canary;
        this.events = events;
        this.meters = meters;
        this.clock = clock;
    }

    /** After this everything named has been looked at, or is on record to be looked at later. */
    void work(Set<ObjectId> named) {
        events.publishEvent(new ChangesNamed(named));
        canary.notified(named);
        Set<ObjectId> managed = accounts.managed(named);
        count("managed", managed.size());
        count("left-to-delta", named.size() - managed.size());
        if (named.size() - managed.size() > MANY_OTHERS) {
            delta.ask("many");
        }
        lookAt(managed);
    }

    /** Looks at managed accounts. */
    void lookAt(Collection<ObjectId> managed) {
        Found found = reader.read(managed, Set.of());
        found.unread().forEach((account, e) -> later.throttled(account, e.retryAfter(), "read-" + e.trouble()));
        count("postponed", found.unread().size());
        found.present().forEach(this::report);
        found.absent().forEach(account -> {
            accounts.notFound(account, clock.instant());
            later.done(account);
        });
        count("absent", found.absent().size());
        if (!found.gone().isEmpty()) {
            disappearances.noticed(found.gone());
            disappearances.settle();
            found.gone().keySet().forEach(later::done);
            count("gone", found.gone().size());
        }
    }

    private void report(DirectoryUser user) {
        try {
            accounts.seen(user, clock.instant());
            later.done(user.id());
            count("seen", 1);
        } catch (RuntimeException e) {
            DatabaseAway.rethrow(e);
            // whatever it is, it concerns this account alone
            log.error("Account {} could not be compared with the register; tried again later", user.id(), e);
            later.failed(user.id(), e.getClass().getSimpleName());
            count("failed", 1);
        }
    }

    private void count(String result, int many) {
        meters.counter("guestward.intake", "result", result).increment(many);
    }
}
