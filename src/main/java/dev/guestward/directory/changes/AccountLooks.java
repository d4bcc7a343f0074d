package dev.guestward.directory.changes;

import dev.guestward.directory.ObjectId;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/**
 * Accounts to look at later: the directory asked us to wait, or the comparison failed. An account stands here once,
 * however often it is named, until somebody has looked at it.
 */
@Component("postponedAccountLooks")
class AccountLooks {
    private static final Duration FIRST_PAUSE = Duration.ofSeconds(5);
    private static final Duration LONGEST_PAUSE = Duration.ofMinutes(5);
    private static final Duration CLAIM = Duration.ofMinutes(2);

    private final JdbcClient db;
    private final Clock clock;

    AccountLooks(JdbcClient db, Clock clock) {
        this.db = db;
        this.clock = clock;
    }

    /** An account that is due, and how often its comparison has failed. */
    record Due(ObjectId account, int attempts, String trouble) {}

    /** The directory asks us to wait; that says nothing against the account. */
    @Transactional
    void throttled(ObjectId account, Duration wait, String trouble) {
        put(account, clock.instant().plus(wait), 0, trouble);
    }

    @Transactional
    void failed(ObjectId account, String trouble) {
        int before = db.sql("select coalesce(max(attempts), 0) from account_look where account = ?")
                .param(account.value())
                .query(Integer.class)
                .single();
        Duration pause = FIRST_PAUSE.multipliedBy(1L << Math.min(before, 10));
        put(account, clock.instant().plus(pause.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : pause), 1, trouble);
    }

    /** To be looked at at once, in the transaction of the caller. */
    void soon(ObjectId account, String trouble) {
        put(account, clock.instant(), 0, trouble);
    }

    private void put(ObjectId account, Instant due, int attempts, String trouble) {
        db.sql("""
                        insert into account_look (account, due_at, attempts, trouble, noted_at) values (?, ?, ?, ?, ?)
                        on conflict (account) do update set due_at = excluded.due_at, trouble = excluded.trouble,
                            attempts = account_look.attempts + excluded.attempts""")
                .params(account.value(), Timestamp.from(due), attempts, trouble, Timestamp.from(clock.instant()))
                .update();
    }

    void done(ObjectId account) {
        db.sql("delete from account_look where account = ?")
                .param(account.value())
                .update();
    }

    /** Takes those that are due for some time; who is cut off leaves them to the next. */
    @Transactional
    List<Due> claim(int most) {
        Instant now = clock.instant();
        return db.sql("""
                        update account_look set due_at = ? where account in (
                            select account from account_look where due_at <= ? order by due_at limit ?
                            for update skip locked)
                        returning account, attempts, trouble""")
                .params(Timestamp.from(now.plus(CLAIM)), Timestamp.from(now), most)
                .query((rs, n) -> new Due(new ObjectId(rs.getString(1)), rs.getInt(2), rs.getString(3)))
                .list();
    }

    long count() {
        return db.sql("select count(*) from account_look").query(Long.class).single();
    }
}
