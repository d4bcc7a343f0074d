package dev.guestward.adoption;

import dev.guestward.hospital.WorkingDays;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/** Guests that are decided on together, at most {@value #MOST} of one clinic. */
@Component
public class Batches {
    static final int MOST = 50;

    private final JdbcClient db;
    private final FoundGuestTable table;
    private final AdoptionSettings settings;
    private final WorkingDays days;
    private final Clock clock;

    Batches(JdbcClient db, FoundGuestTable table, AdoptionSettings settings, WorkingDays days, Clock clock) {
        this.db = db;
        this.table = table;
        this.settings = settings;
        this.days = days;
        this.clock = clock;
    }

    /** @param clinicId null for guests whose mail domain is no clinic's */
    public record Batch(
            UUID id,
            @Nullable UUID clinicId,
            Instant openedAt,
            Instant dueAt,
            @Nullable Instant escalatedAt) {}

    @Transactional(propagation = Propagation.MANDATORY)
    UUID open(List<FoundGuest> guests) {
        UUID id = UUID.randomUUID();
        Instant now = clock.instant();
        db.sql("insert into adoption_batch (id, clinic_id, opened_at, due_at) values (?, ?, ?, ?)")
                .params(
                        id,
                        guests.get(0).clinicId(),
                        Timestamp.from(now),
                        Timestamp.from(days.notClosed(now.plus(settings.claimWithin()))))
                .update();
        table.intoBatch(guests, id);
        return id;
    }

    /** @throws IllegalStateException if there is none: ids come from our own tables */
    public Batch get(UUID id) {
        return db.sql("select * from adoption_batch where id = ?")
                .param(id)
                .query((rs, n) -> new Batch(
                        id,
                        rs.getObject("clinic_id", UUID.class),
                        rs.getTimestamp("opened_at").toInstant(),
                        rs.getTimestamp("due_at").toInstant(),
                        FoundGuestRows.instant(rs.getTimestamp("escalated_at"))))
                .optional()
                .orElseThrow(() -> new IllegalStateException("No batch " + id));
    }

    /** Whether something is left to decide on; a batch with nothing left is closed by this. */
    @Transactional(propagation = Propagation.MANDATORY)
    public boolean isDone(UUID id) {
        if (!table.inHand(id).isEmpty()) {
            return false;
        }
        db.sql("update adoption_batch set closed_at = ? where id = ? and closed_at is null")
                .params(Timestamp.from(clock.instant()), id)
                .update();
        return true;
    }

    /** Nobody has claimed all of it in time. */
    @Transactional(propagation = Propagation.MANDATORY)
    public void escalated(UUID id) {
        db.sql("update adoption_batch set escalated_at = coalesce(escalated_at, ?) where id = ?")
                .params(Timestamp.from(clock.instant()), id)
                .update();
    }

    /** Open batches whose workflow has something to do that it has not heard of. */
    List<UUID> unheard() {
        return db.sql("select b.id from adoption_batch b where b.closed_at is null"
                        + " and (not exists (select 1 from found_guest f where f.batch_id = b.id"
                        + " and f.standing = 'IN_HAND') or exists (select 1 from found_guest f"
                        + " where f.batch_id = b.id and f.standing = 'IN_HAND' and f.sponsor_id is not null"
                        + " and f.clinic_id is not null))")
                .query(UUID.class)
                .list();
    }

    /** The open batches of guests of a clinic. */
    List<UUID> openOf(UUID clinic) {
        return db.sql("select distinct batch_id from found_guest where standing = 'IN_HAND' and clinic_id = ?")
                .param(clinic)
                .query(UUID.class)
                .list();
    }
}
