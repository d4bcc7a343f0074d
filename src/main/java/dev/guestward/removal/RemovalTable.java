package dev.guestward.removal;

import dev.guestward.audit.Actor;
import dev.guestward.guest.Guest;
import dev.guestward.guest.GuestId;
import dev.guestward.guest.GuestState;
import dev.guestward.removal.Removal.Ending;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** The rows of {@link Removals}, and what hangs on them. Callers bring the transaction. */
@Component
class RemovalTable {
    private final JdbcClient db;

    RemovalTable(JdbcClient db) {
        this.db = db;
    }

    Optional<Removal> current(GuestId guest) {
        return db.sql("select * from removal where guest_id = ? and ended_at is null")
                .param(guest.value())
                .query(RemovalRows::removal)
                .optional();
    }

    Optional<Removal> newest(GuestId guest) {
        return db.sql("select * from removal where guest_id = ? order by asked_at desc, id limit 1")
                .param(guest.value())
                .query(RemovalRows::removal)
                .optional();
    }

    Removal get(UUID id) {
        return db.sql("select * from removal where id = ?")
                .param(id)
                .query(RemovalRows::removal)
                .optional()
                .orElseThrow(() -> new IllegalStateException("No removal " + id));
    }

    /** @param blocked since when the guest is blocked already, and was active before; null if they are what they were */
    void insert(
            UUID id,
            Removals.Request request,
            Guest guest,
            Instant now,
            Instant undoUntil,
            @Nullable Instant blocked,
            Duration grace) {
        Timestamp since = blocked == null ? null : Timestamp.from(blocked);
        db.sql("""
                        insert into removal (id, guest_id, cause, urgent, reserved, asked_by, reason, asked_at,
                                             undo_until, access_until, state_before, block_sent_at, blocked_at, snapshot_due_at,
                                             delete_after)
                        values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)""")
                .params(
                        id,
                        guest.id().value(),
                        request.cause().name(),
                        request.urgent(),
                        request.reserved(),
                        request.actor().id(),
                        request.reason(),
                        Timestamp.from(now),
                        Timestamp.from(undoUntil),
                        Timestamp.from(guest.accessUntil()),
                        (blocked == null ? guest.state() : GuestState.ACTIVE).name(),
                        since,
                        since,
                        since,
                        blocked == null ? null : Timestamp.from(blocked.plus(grace)))
                .update();
    }

    /** One that is over and done, and took nothing. */
    void insertLapsed(UUID id, Guest guest, Actor actor) {
        Timestamp then = Timestamp.from(guest.stateSince());
        db.sql("""
                        insert into removal (id, guest_id, cause, urgent, asked_by, asked_at, undo_until, access_until,
                                             state_before, snapshot_at, stripped_at, ended_at, ended_as)
                        values (?, ?, ?, false, ?, ?, ?, ?, ?, ?, ?, ?, ?)""")
                .params(
                        id,
                        guest.id().value(),
                        Cause.LAPSE.name(),
                        actor.id(),
                        then,
                        then,
                        Timestamp.from(guest.accessUntil()),
                        GuestState.INVITED.name(),
                        then,
                        then,
                        then,
                        Ending.DELETED.name())
                .update();
    }

    void blockLeaves(UUID id, Instant now) {
        db.sql("update removal set block_sent_at = coalesce(block_sent_at, ?) where id = ?")
                .params(Timestamp.from(now), id)
                .update();
    }

    void blocked(UUID id, Instant now, Instant deleteAfter) {
        db.sql("update removal set blocked_at = :now, delete_after = :after, snapshot_due_at = :now where id = :id")
                .param("now", Timestamp.from(now))
                .param("after", Timestamp.from(deleteAfter))
                .param("id", id)
                .update();
    }

    void stripped(UUID id, Instant now) {
        db.sql("update removal set stripped_at = ? where id = ? and stripped_at is null")
                .params(Timestamp.from(now), id)
                .update();
    }

    void again(UUID id) {
        db.sql("update removal set attempt = attempt + 1 where id = ?")
                .param(id)
                .update();
    }

    /** @param deleteAfter for an account that had been deleted; one that was only blocked keeps its time */
    void resumed(UUID id, Instant deleteAfter) {
        db.sql("""
                        update removal set attempt = attempt + 1, stripped_at = null, ended_at = null, ended_as = null,
                            ended_because = null,
                            delete_after = case when ended_as = 'RESTORED' then coalesce(delete_after, :after)
                                else :after end
                        where id = :id""").param("after", Timestamp.from(deleteAfter)).param("id", id).update();
    }

    /** Open, or open again, for a block and nothing else. */
    void onlyBlock(UUID id) {
        db.sql("update removal set ended_at = null, ended_as = null, ended_because = null, delete_after = null"
                        + " where id = ?")
                .param(id)
                .update();
    }

    /** Ends it, and what the brake holds of it. @return false if it is over already */
    boolean end(UUID id, Ending as, @Nullable String because, Instant now) {
        int ended = db.sql("update removal set ended_at = ?, ended_as = ?, ended_because = ? where id = ?"
                        + " and ended_at is null")
                .params(Timestamp.from(now), as.name(), because, id)
                .update();
        db.sql("update brake_hold set over_at = ? where removal_id = ? and over_at is null")
                .params(Timestamp.from(now), id)
                .update();
        return ended == 1;
    }

    boolean isBeingRestored(GuestId guest) {
        // giving somebody what a former account held must not keep anybody from being blocked
        return db.sql("select exists (select 1 from restoration s join removal r on r.id = s.removal_id"
                        + " where s.guest_id = ? and r.guest_id = s.guest_id and s.ended_at is null)")
                .param(guest.value())
                .query(Boolean.class)
                .single();
    }

    /** The guest goes instead of getting things back. */
    void endReplay(GuestId guest, Instant now) {
        db.sql("update restoration set ended_at = ?, ended_as = 'GIVEN_UP', ended_because = 'removed'"
                        + " where guest_id = ? and ended_at is null")
                .params(Timestamp.from(now), guest.value())
                .update();
    }
}
