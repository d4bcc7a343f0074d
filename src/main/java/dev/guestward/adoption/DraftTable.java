package dev.guestward.adoption;

import dev.guestward.guest.GuestId;
import dev.guestward.people.PersonId;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** What people have entered in Tasklist about guests that were found, until they complete the task. */
@Component
class DraftTable {
    private final JdbcClient db;

    DraftTable(JdbcClient db) {
        this.db = db;
    }

    /** @param reason why the guest is to go; null for one that is claimed */
    record Draft(
            GuestId guest,
            boolean remove,
            @Nullable String reason,
            @Nullable UUID clinic) {
        @Override
        public String toString() {
            return "Draft[" + guest + ", " + remove + "]";
        }
    }

    void keep(UUID batch, Draft draft, PersonId by, Instant at) {
        db.sql("""
                        insert into adoption_draft (guest_id, batch_id, remove, reason, clinic_id, given_by, given_at)
                        values (?, ?, ?, ?, ?, ?, ?)
                        on conflict (guest_id) do update set batch_id = excluded.batch_id, remove = excluded.remove,
                            reason = excluded.reason, clinic_id = excluded.clinic_id, given_by = excluded.given_by,
                            given_at = excluded.given_at""")
                .params(
                        draft.guest().value(),
                        batch,
                        draft.remove(),
                        draft.reason(),
                        draft.clinic(),
                        by.value(),
                        Timestamp.from(at))
                .update();
    }

    List<Draft> of(UUID batch, PersonId by) {
        return db.sql("select * from adoption_draft where batch_id = ? and given_by = ? order by guest_id")
                .params(batch, by.value())
                .query((rs, n) -> new Draft(
                        new GuestId(rs.getObject("guest_id", UUID.class)),
                        rs.getBoolean("remove"),
                        rs.getString("reason"),
                        rs.getObject("clinic_id", UUID.class)))
                .list();
    }

    void forget(UUID batch, PersonId by) {
        db.sql("delete from adoption_draft where batch_id = ? and given_by = ?")
                .params(batch, by.value())
                .update();
    }
}
