package dev.guestward.guest;

import dev.guestward.directory.ObjectId;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** What was last seen of accounts, beside the register itself. Answers about the past say whether something is new. */
@Component
class AccountSights {
    private final JdbcClient db;
    private final Clock clock;

    AccountSights(JdbcClient db, Clock clock) {
        this.db = db;
        this.clock = clock;
    }

    /** Something that can be so or not so of an account. */
    enum Fact {
        DISABLED("disabled"),
        HAS_ADDRESS("has_address"),
        SYNCHRONIZED("synchronized"),
        DIRECTORY_ROLE("directory_role");

        private final String column;

        Fact(String column) {
            this.column = column;
        }
    }

    /** Notes how it is. @return whether it was otherwise before; what nobody has looked at is taken to be in order */
    boolean differs(GuestId guest, Fact fact, boolean now) {
        begin(guest);
        return db.sql("update account_sight set " + fact.column + " = :now where guest_id = :guest and " + fact.column
                                + " <> :now")
                        .param("now", now)
                        .param("guest", guest.value())
                        .update()
                == 1;
    }

    /** Somebody has changed something: the account is to be read with everything it belongs to. */
    void lookDue(GuestId guest) {
        begin(guest);
        db.sql("update account_sight set look_due = true, look_due_at = ? where guest_id = ?")
                .params(Timestamp.from(clock.instant()), guest.value())
                .update();
    }

    /** Nothing says which accounts have changed: each is to be read. */
    void allDue() {
        db.sql("""
                        insert into account_sight (guest_id, look_due, look_due_at)
                        select id, true, :now from guest
                        where directory_id is not null and state in ('INVITED', 'ACTIVE', 'BLOCKED') order by id
                        on conflict (guest_id) do update set look_due = true, look_due_at = excluded.look_due_at""").param("now", Timestamp.from(clock.instant())).update();
    }

    /** @param at before the account was read: what has become due since is still to be seen */
    void looked(GuestId guest, Instant at) {
        begin(guest);
        db.sql("update account_sight set look_due = look_due and coalesce(look_due_at > :at, false), looked_at = :at"
                        + " where guest_id = :guest")
                .param("at", Timestamp.from(at))
                .param("guest", guest.value())
                .update();
    }

    /** The account makes trouble: its turn comes again after that of the others. */
    void postponed(GuestId guest, Instant at) {
        begin(guest);
        db.sql("update account_sight set looked_at = ? where guest_id = ?")
                .params(Timestamp.from(at), guest.value())
                .update();
    }

    /**
     * Accounts that changed, then those that were not looked at since that time, longest first.
     *
     * @param began whoever was looked at later is not due for a change, because it may stay due for the next round
     */
    List<ObjectId> due(Instant notSince, Instant began, int limit) {
        return db.sql("""
                        select g.directory_id from guest g left join account_sight s on s.guest_id = g.id
                        where g.directory_id is not null and g.state in ('INVITED', 'ACTIVE', 'BLOCKED', 'DELETED')
                          and ((s.look_due and coalesce(s.looked_at, :began) <= :began) or (g.state <> 'DELETED' and coalesce(s.looked_at, g.state_since) < :since))
                        order by s.look_due desc nulls last, s.looked_at nulls first, g.id limit :limit""")
                .param("since", Timestamp.from(notSince))
                .param("began", Timestamp.from(began))
                .param("limit", limit)
                .query((rs, row) -> new ObjectId(rs.getString(1)))
                .list();
    }

    private void begin(GuestId guest) {
        db.sql("insert into account_sight (guest_id) values (?) on conflict do nothing")
                .param(guest.value())
                .update();
    }
}
