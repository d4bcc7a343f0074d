package dev.guestward.directory.changes;

import dev.guestward.directory.DirectoryUnavailable;
import dev.guestward.directory.ManagedAccounts;
import dev.guestward.directory.MissingAccounts;
import dev.guestward.directory.ObjectId;
import dev.guestward.directory.changes.AccountReader.Found;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Stands between the directory's word that managed accounts are gone and the register. A few are told at once. If more
 * than one in fifty of those that should be there, and at least three, go within an hour, nothing more is told: rather than
 * believe that, a person is asked.
 */
@Component
public class Disappearances implements MissingAccounts {
    private static final Logger log = LoggerFactory.getLogger(Disappearances.class);
    private static final long LOCK = 0x6775657374676f6eL;
    private static final int FEWEST = 3;
    private static final int ONE_IN = 50;
    private static final Duration AT_ONCE = Duration.ofHours(1);
    private static final Duration KEPT = Duration.ofDays(1);
    private static final Duration FRESH = Duration.ofMinutes(5);

    private final JdbcClient db;
    private final AccountReader reader;
    private final ManagedAccounts accounts;
    private final DeltaCursor cursor;
    private final EarlyDelta delta;
    private final TransactionTemplate transaction;
    private final Clock clock;

    Disappearances(
            JdbcClient db,
            AccountReader reader,
            ManagedAccounts accounts,
            DeltaCursor cursor,
            EarlyDelta delta,
            PlatformTransactionManager transactions,
            Clock clock) {
        this.db = db;
        this.reader = reader;
        this.accounts = accounts;
        this.cursor = cursor;
        this.delta = delta;
        this.transaction = new TransactionTemplate(transactions);
        this.clock = clock;
    }

    /**
     * Suspiciously many are gone, and nobody has said whether that is so.
     *
     * @param accounts how many, now
     * @param managed of how many, when it was raised
     */
    public record Alarm(UUID id, Instant raisedAt, long accounts, long managed) {}

    /** In the transaction of the caller. The register is not told before {@link #settle}. */
    void noticed(Map<ObjectId, Boolean> gone) {
        Timestamp now = now();
        gone.forEach((account, restorable) ->
                db.sql("""
                                insert into account_gone (account, restorable, noticed_at) values (?, ?, ?)
                                on conflict (account) do update set restorable = excluded.restorable,
                                    noticed_at = excluded.noticed_at, told_at = null, released = false""").params(account.value(), restorable, now).update());
    }

    /**
     * The feed says that they were removed, and they could not be looked at. Nothing will say so again, so it is kept; they are
     * looked at before the register is told. In the transaction of the caller.
     */
    void suspected(Collection<ObjectId> removed) {
        Timestamp before = Timestamp.from(clock.instant().minus(FRESH));
        removed.forEach(account -> db.sql("""
                                insert into account_gone (account, restorable, noticed_at) values (?, true, ?)
                                on conflict (account) do update set noticed_at = excluded.noticed_at, told_at = null,
                                    released = false""").params(account.value(), before).update());
    }

    /** What went while no round could name it. The next round settles it. */
    @Override
    public void missing(Collection<ObjectId> missing) {
        transaction.executeWithoutResult(status -> suspected(missing));
    }

    /** Seen again: restored, or the answer before was wrong. In the transaction of the caller. */
    void present(ObjectId account) {
        forget("account = ?", account.value());
    }

    /** What was heard and not told. That an account was lost a moment ago still counts, whatever has been heard of it since. */
    private void forget(String which, Object... parameters) {
        db.sql("update account_gone set told_at = counted_at where told_at is null and counted_at is not null and "
                        + which)
                .params(parameters)
                .update();
        db.sql("delete from account_gone where told_at is null and " + which)
                .params(parameters)
                .update();
    }

    /** Tells the register of those that are gone, unless they are suspiciously many. */
    void settle() {
        // only those that were judged are told: others may come in meanwhile
        List<Gone> told = Objects.requireNonNull(transaction.execute(status -> judged()));
        told.forEach(this::tell);
        db.sql("delete from account_gone where told_at < ?")
                .param(Timestamp.from(clock.instant().minus(KEPT)))
                .update();
    }

    private List<Gone> judged() {
        db.sql("select pg_advisory_xact_lock(?)")
                .param(LOCK)
                .query((rs, n) -> n)
                .list();
        List<Gone> waiting = waiting("told_at is null");
        return isClear(waiting)
                ? waiting
                : waiting.stream().filter(Gone::released).toList();
    }

    private boolean isClear(List<Gone> waiting) {
        if (alarm().isPresent()) {
            return false;
        }
        Set<ObjectId> unforeseen = new HashSet<>(accounts.expected(waiting.stream()
                .filter(gone -> !gone.released())
                .map(Gone::account)
                .toList()));
        unforeseen.removeAll(deletedByUs(unforeseen));
        if (unforeseen.isEmpty()) {
            return true;
        }
        // none counts twice that came back and goes again
        long told = db.sql("select count(*) from account_gone where counted_at > ? and not account = any (?)")
                .params(
                        Timestamp.from(clock.instant().minus(AT_ONCE)),
                        unforeseen.stream().map(ObjectId::value).toArray(String[]::new))
                .query(Long.class)
                .single();
        // those that were told may not be expected any more
        long managed = accounts.expectedCount() + told;
        long gone = unforeseen.size() + told;
        if (gone < FEWEST || gone * ONE_IN <= managed) {
            return true;
        }
        db.sql("insert into gone_alarm (id, raised_at, accounts, managed) values (?, ?, ?, ?)")
                .params(UUID.randomUUID(), now(), unforeseen.size(), managed)
                .update();
        log.error(
                "{} of {} managed accounts seem gone at once. Nothing is done until an administrator has said whether that"
                        + " is so",
                unforeseen.size(),
                managed);
        return false;
    }

    /** Our own acts are told to the register by who made them, a moment later. Whom we have brought back since, others delete. */
    private Set<ObjectId> deletedByUs(Set<ObjectId> ids) {
        if (ids.isEmpty()) {
            return Set.of();
        }
        return new HashSet<>(db.sql("""
                        select e.object_id from effect e
                        where e.kind = 'DELETE' and e.object_id in (:ids) and e.state in ('SENT', 'UNKNOWN', 'CONFIRMED')
                          and not exists (select 1 from effect r
                              where r.object_id = e.object_id and r.kind in ('RESTORE', 'UNBLOCK')
                                and r.state in ('SENT', 'UNKNOWN', 'CONFIRMED') and r.planned_at > e.planned_at)""")
                .param("ids", ids.stream().map(ObjectId::value).toList())
                .query((rs, n) -> new ObjectId(rs.getString(1)))
                .list());
    }

    private record Gone(ObjectId account, boolean restorable, Instant noticedAt, boolean released) {}

    private List<Gone> waiting(String which) {
        return db.sql("select account, restorable, noticed_at, released from account_gone where " + which
                        + " order by noticed_at")
                .query((rs, n) -> new Gone(
                        new ObjectId(rs.getString(1)),
                        rs.getBoolean(2),
                        rs.getTimestamp(3).toInstant(),
                        rs.getBoolean(4)))
                .list();
    }

    private void tell(Gone gone) {
        try {
            Boolean restorable = restorable(gone);
            transaction.executeWithoutResult(status -> {
                boolean counted = !gone.released() && restorable != null && isUnforeseen(gone.account());
                if (restorable != null) {
                    accounts.gone(gone.account(), restorable, clock.instant());
                }
                db.sql("update account_gone set told_at = ?, counted_at = coalesce(?, counted_at) where account = ?")
                        .params(now(), counted ? now() : null, gone.account().value())
                        .update();
            });
        } catch (DirectoryUnavailable e) {
            log.info("Whether account {} is gone cannot be told now; asked again with the next round", gone.account());
        } catch (RuntimeException e) {
            // the others need not wait for this one
            log.error("The register could not be told that account {} is gone", gone.account(), e);
        }
    }

    private boolean isUnforeseen(ObjectId account) {
        Set<ObjectId> expected = accounts.expected(List.of(account));
        return !expected.isEmpty() && deletedByUs(expected).isEmpty();
    }

    /** What was noticed a while ago is looked at again; null if the account is there. */
    private @Nullable Boolean restorable(Gone gone) {
        if (gone.noticedAt().plus(FRESH).isAfter(clock.instant())) {
            return gone.restorable();
        }
        Found found = reader.read(List.of(gone.account()), Set.of(gone.account()));
        for (DirectoryUnavailable unread : found.unread().values()) {
            throw unread;
        }
        found.present().forEach(user -> accounts.seen(user, clock.instant()));
        return found.gone().get(gone.account());
    }

    /** What waits for a person, if anything does. */
    public Optional<Alarm> alarm() {
        return db.sql("""
                        select id, raised_at, managed,
                            (select count(*) from account_gone where told_at is null and not released) as accounts
                        from gone_alarm where decided_at is null""")
                .query((rs, n) -> new Alarm(
                        rs.getObject("id", UUID.class),
                        rs.getTimestamp("raised_at").toInstant(),
                        rs.getLong("accounts"),
                        rs.getLong("managed")))
                .optional();
    }

    /** The accounts it is about, at most so many. */
    public List<ObjectId> held(int most) {
        return db.sql(
                        "select account from account_gone where told_at is null and not released order by account limit ?")
                .param(most)
                .query((rs, n) -> new ObjectId(rs.getString(1)))
                .list();
    }

    /**
     * A person has decided. Confirmed: each account is looked at once more, and the register is told. Dismissed: what was
     * heard is forgotten, and everything is asked for anew.
     *
     * @param written what belongs into the same transaction as the decision
     * @return false if there is no such alarm, or somebody else was quicker
     */
    public boolean decide(UUID alarm, boolean confirmed, String by, Runnable written) {
        Boolean decided = transaction.execute(status -> {
            boolean first = db.sql("""
                                    update gone_alarm set decided_at = ?, decided_by = ?, confirmed = ?
                                    where id = ? and decided_at is null""").params(now(), by, confirmed, alarm).update() > 0;
            if (first) {
                written.run();
            }
            if (first && confirmed) {
                db.sql("update account_gone set released = true where told_at is null")
                        .update();
            } else if (first) {
                forget("true");
                cursor.forget();
            }
            return first;
        });
        if (!Boolean.TRUE.equals(decided)) {
            return false;
        }
        if (confirmed) {
            settle();
        } else {
            delta.ask("dismissed");
        }
        return true;
    }

    private Timestamp now() {
        return Timestamp.from(clock.instant());
    }
}
