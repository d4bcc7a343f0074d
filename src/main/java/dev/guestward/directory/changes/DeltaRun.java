package dev.guestward.directory.changes;

import dev.guestward.directory.ChangesNamed;
import dev.guestward.directory.DeltaExpired;
import dev.guestward.directory.DeltaPage;
import dev.guestward.directory.GuestDirectory;
import dev.guestward.directory.ManagedAccounts;
import dev.guestward.directory.ObjectId;
import dev.guestward.directory.UnmanagedGuests;
import dev.guestward.directory.changes.AccountReader.Found;
import dev.guestward.schedule.FleetJob;
import java.time.Clock;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * The safety net under the notifications: asks the directory what changed since the last round and looks at every managed
 * account among it. Each page's findings are written in one transaction with the cursor, so that a run that is cut off
 * goes on where it stopped. Who is missing from a page, or from a whole round, is not thereby gone; a whole round names
 * nobody who went before it, so every managed account is looked at then.
 */
@Component
public class DeltaRun implements FleetJob {
    public static final String NAME = "directory-delta";

    private static final Logger log = LoggerFactory.getLogger(DeltaRun.class);
    private static final int MOST_PAGES_PER_RUN = 2_000;

    private final GuestDirectory directory;
    private final AccountReader reader;
    private final ManagedAccounts accounts;
    private final UnmanagedGuests unmanaged;
    private final Disappearances disappearances;
    private final AccountLooks later;
    private final DeltaCursor cursors;
    private final Canary canary;
    private final ApplicationEventPublisher events;
    private final TransactionTemplate transaction;
    private final ChangesSettings settings;
    private final Clock clock;

    DeltaRun(
            GuestDirectory directory,
            AccountReader reader,
            ManagedAccounts accounts,
            UnmanagedGuests unmanaged,
            Disappearances disappearances,
            AccountLooks later,
            DeltaCursor cursors,
            Canary canary,
            ApplicationEventPublisher events,
            PlatformTransactionManager transactions,
            ChangesSettings settings,
            Clock clock) {
        this.directory = directory;
        this.reader = reader;
        this.accounts = accounts;
        this.unmanaged = unmanaged;
        this.disappearances = disappearances;
        this.later = later;
        this.cursors = cursors;
        this.canary = canary;
        this.events = events;
        this.transaction = new TransactionTemplate(transactions);
        this.settings = settings;
        this.clock = clock;
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public Duration every() {
        return settings.deltaEvery();
    }

    @Override
    public boolean atStart() {
        return true;
    }

    @Override
    public void run() {
        String cursor = unmanaged.wantWholeRound()
                ? null
                : cursors.next(DeltaCursor.USERS).orElse(null);
        if (cursor == null) {
            accounts.wholeRound();
        }
        for (int page = 0; page < MOST_PAGES_PER_RUN; page++) {
            DeltaPage found;
            try {
                found = directory.changedUsers(cursor);
            } catch (DeltaExpired e) {
                if (!cursors.refused(DeltaCursor.USERS)) {
                    return;
                }
                cursor = null;
                accounts.wholeRound();
                continue;
            }
            if (found.next().equals(cursor) && !found.last()) {
                log.error("The directory answers with a page that leads to itself; this round is given up");
                return;
            }
            work(found);
            cursor = found.next();
            if (found.last()) {
                disappearances.settle();
                return;
            }
        }
        log.warn("{} pages of changes in one run; the next run goes on", MOST_PAGES_PER_RUN);
    }

    private void work(DeltaPage told) {
        canary.shown(told);
        // hidden only from those who look for unmanaged guests: one that is managed by mistake is looked after
        DeltaPage page = canary.hidden(told);
        Set<ObjectId> named = ids(told, false);
        Set<ObjectId> removed = ids(told, true);
        named.addAll(removed);
        events.publishEvent(new ChangesNamed(named));
        Set<ObjectId> ours = accounts.managed(named);
        // entries may be replays of an older state, so what counts is read afresh, before the transaction begins
        Found found = reader.read(ours, removed);
        try {
            transaction.executeWithoutResult(status -> record(page, found, removed));
        } catch (RuntimeException e) {
            // one account must not keep all others, and all later pages, from being looked at
            log.error("A page of changes could not be written; its accounts are looked at one by one", e);
            transaction.executeWithoutResult(status -> {
                ours.forEach(account -> later.soon(account, "delta"));
                disappearances.suspected(ours.stream().filter(removed::contains).toList());
                unmanaged.shown(page, clock.instant());
                cursors.store(DeltaCursor.USERS, page.next(), page.last());
            });
        }
        if (!ours.isEmpty()) {
            log.info("Delta: looked at {}", ours.stream().map(ObjectId::value).collect(Collectors.joining(", ")));
        }
    }

    private void record(DeltaPage page, Found found, Set<ObjectId> removed) {
        found.present().forEach(user -> {
            accounts.seen(user, clock.instant());
            disappearances.present(user.id());
        });
        found.absent().forEach(account -> accounts.notFound(account, clock.instant()));
        disappearances.noticed(found.gone());
        disappearances.suspected(
                found.unread().keySet().stream().filter(removed::contains).toList());
        found.unread().forEach((account, e) -> later.throttled(account, e.retryAfter(), "read-" + e.trouble()));
        unmanaged.shown(page, clock.instant());
        cursors.store(DeltaCursor.USERS, page.next(), page.last());
    }

    private static Set<ObjectId> ids(DeltaPage page, boolean removed) {
        return page.entries().stream()
                .filter(entry -> (entry.removed() != null) == removed)
                .map(DeltaPage.Entry::id)
                .collect(Collectors.toCollection(LinkedHashSet::new));
    }
}
