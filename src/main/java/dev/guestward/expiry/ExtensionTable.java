package dev.guestward.expiry;

import dev.guestward.guest.Guest;
import dev.guestward.guest.GuestId;
import dev.guestward.people.PersonId;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Extensions and why they were given, and those that a task in Tasklist still holds. */
@Component
class ExtensionTable {
    private final JdbcClient db;
    private final Clock clock;

    ExtensionTable(JdbcClient db, Clock clock) {
        this.db = db;
        this.clock = clock;
    }

    void record(Guest guest, ExtensionRules.Checked checked, PersonId by) {
        db.sql("insert into extension (id, guest_id, was, until, reason, emergency, asked_by, asked_at, state)"
                        + " values (?, ?, ?, ?, ?, ?, ?, ?, ?)")
                .params(
                        UUID.randomUUID(),
                        guest.id().value(),
                        Timestamp.from(guest.accessUntil()),
                        Timestamp.from(checked.until()),
                        checked.reason(),
                        checked.emergency(),
                        by.value(),
                        Timestamp.from(clock.instant()),
                        checked.needsApproval() ? "WAITING" : "EXTENDED")
                .update();
    }

    /** When this guest was last extended as an emergency. */
    Optional<Instant> lastEmergency(GuestId guest) {
        return db.sql("select asked_at from extension where guest_id = ? and emergency order by asked_at desc limit 1")
                .param(guest.value())
                .query(Timestamp.class)
                .optional()
                .map(Timestamp::toInstant);
    }

    /** The extension of this guest that waits for an owner. */
    Optional<WaitingExtension> waiting(GuestId guest) {
        return db.sql("select * from extension where guest_id = ? and state = 'WAITING'")
                .param(guest.value())
                .query((rs, row) -> new WaitingExtension(
                        rs.getTimestamp("was").toInstant(),
                        rs.getTimestamp("until").toInstant(),
                        rs.getString("reason"),
                        new PersonId(rs.getString("asked_by")),
                        rs.getTimestamp("asked_at").toInstant()))
                .optional();
    }

    /**
     * Ends the waiting.
     *
     * @return false if nothing waited
     */
    boolean decided(GuestId guest, String state, @Nullable PersonId by) {
        return db.sql("update extension set state = ?, decided_by = ?, decided_at = ? where guest_id = ?"
                                + " and state = 'WAITING'")
                        .params(state, by == null ? null : by.value(), Timestamp.from(clock.instant()), guest.value())
                        .update()
                == 1;
    }

    void keep(GuestId guest, Extension wish, PersonId by) {
        db.sql("""
                        insert into extension_draft (guest_id, until, reason, given_by, given_at) values (?, ?, ?, ?, ?)
                        on conflict (guest_id) do update set until = excluded.until, reason = excluded.reason,
                                                             given_by = excluded.given_by, given_at = excluded.given_at""")
                .params(
                        guest.value(),
                        Objects.requireNonNull(wish.until()),
                        Objects.requireNonNull(wish.reason()),
                        by.value(),
                        Timestamp.from(clock.instant()))
                .update();
    }

    Optional<Extension> kept(GuestId guest) {
        return db.sql("select until, reason from extension_draft where guest_id = ?")
                .param(guest.value())
                .query((rs, row) -> new Extension(rs.getString("until"), rs.getString("reason"), false))
                .optional();
    }

    void forget(GuestId guest) {
        db.sql("delete from extension_draft where guest_id = ?")
                .param(guest.value())
                .update();
    }
}
