package dev.guestward.directory.changes;

import dev.guestward.directory.DeltaExpired;
import dev.guestward.directory.DeltaPage;
import dev.guestward.directory.DirectoryUser;
import dev.guestward.directory.GuestDirectory;
import dev.guestward.directory.ManagedAccounts;
import dev.guestward.directory.ObjectId;
import dev.guestward.directory.ReadTogether;
import dev.guestward.schedule.FleetJob;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * The safety net under the notifications: asks the directory what changed since the last round and looks at every managed
 * account among it. Each page's findings are written in one transaction with the cursor, so that a run that is cut off
 * goes on where it stopped.
 */
@Component
public class DeltaRun implements FleetJob {
    private static final Logger log = LoggerFactory.getLogger(DeltaRun.class);
    private static final String USERS = "users";
    private static final int MOST_PAGES_PER_RUN = 2_000;

    private final GuestDirectory directory;
    private final ManagedAccounts accounts;
    private final JdbcClient db;
    private final TransactionTemplate transaction;
    private final ChangesSettings settings;
    private final Clock clock;

    DeltaRun(
            GuestDirectory directory,
            ManagedAccounts accounts,
            JdbcClient db,
            PlatformTransactionManager transactions,
            ChangesSettings settings,
            Clock clock) {
        this.directory = directory;
        this.accounts = accounts;
        this.db = db;
        this.transaction = new TransactionTemplate(transactions);
        this.settings = settings;
        this.clock = clock;
    }

    @Override
    public String name() {
        return "directory-delta";
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
        String cursor = stored().orElse(null);
        for (int page = 0; page < MOST_PAGES_PER_RUN; page++) {
            DeltaPage found;
            try {
                found = directory.changedUsers(cursor);
            } catch (DeltaExpired e) {
                log.warn("The directory no longer knows where we stopped; beginning a full round");
                transaction.executeWithoutResult(status -> store(null, false));
                cursor = null;
                continue;
            }
            if (found.next().equals(cursor) && !found.last()) {
                log.error("The directory answers with a page that leads to itself; this round is given up");
                return;
            }
            work(found);
            cursor = found.next();
            if (found.last()) {
                return;
            }
        }
        log.warn("{} pages of changes in one run; the next run goes on", MOST_PAGES_PER_RUN);
    }

    private void work(DeltaPage page) {
        List<ObjectId> present = page.entries().stream()
                .filter(entry -> entry.removed() == null)
                .map(DeltaPage.Entry::id)
                .distinct()
                .toList();
        Set<ObjectId> ours = accounts.managed(present);
        // entries may be replays of an older state, so what counts is read afresh, before the transaction begins
        ReadTogether<DirectoryUser> read = directory.users(ours);
        List<DirectoryUser> users =
                ours.stream().map(read::get).flatMap(Optional::stream).toList();
        transaction.executeWithoutResult(status -> {
            users.forEach(user -> accounts.seen(user, clock.instant()));
            store(page.next(), page.last());
        });
        if (!users.isEmpty()) {
            log.info(
                    "Delta: looked at {}",
                    users.stream().map(user -> user.id().value()).collect(Collectors.joining(", ")));
        }
    }

    private Optional<String> stored() {
        return db.sql("select cursor from delta_cursor where resource = ? and cursor is not null")
                .param(USERS)
                .query(String.class)
                .optional();
    }

    private void store(@Nullable String cursor, boolean completed) {
        Timestamp now = Timestamp.from(clock.instant());
        db.sql("""
                        insert into delta_cursor (resource, cursor, round_began_at, completed_at) values (?, ?, ?, ?)
                        on conflict (resource) do update set cursor = excluded.cursor,
                            completed_at = coalesce(excluded.completed_at, delta_cursor.completed_at)""").params(USERS, cursor, now, completed ? now : null).update();
    }
}
