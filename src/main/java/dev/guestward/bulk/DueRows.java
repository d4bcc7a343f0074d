package dev.guestward.bulk;

import dev.guestward.guest.GuestId;
import dev.guestward.invitation.InvitationRequest;
import dev.guestward.people.PersonId;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Lines that wait to be done, one node at each. */
@Component
class DueRows {
    private final JdbcClient db;

    DueRows(JdbcClient db) {
        this.db = db;
    }

    /** A line in hand. */
    record DueRow(UUID file, int line, InvitationRequest request, PersonId uploader, Locale locale, int attempts) {}

    /** Takes one until the transaction ends; other nodes pass it by. */
    Optional<DueRow> take(Instant now) {
        return db.sql("""
                        select r.*, b.uploader, b.language as spoken from bulk_invitation_row r
                        join bulk_invitation b on b.id = r.bulk_id
                        where r.result is null and r.due_at <= ?
                        order by r.due_at, r.line limit 1 for update of r skip locked""")
                .param(Timestamp.from(now))
                .query((row, n) -> new DueRow(
                        row.getObject("bulk_id", UUID.class),
                        row.getInt("line"),
                        BulkTables.request(row),
                        new PersonId(row.getString("uploader")),
                        Locale.forLanguageTag(row.getString("spoken")),
                        row.getInt("attempts")))
                .optional();
    }

    void settle(DueRow row, RowResult result, @Nullable GuestId guest, @Nullable String problem, Instant now) {
        db.sql("""
                        update bulk_invitation_row set result = ?, guest_id = ?, problem = ?, settled_at = ?
                         where bulk_id = ? and line = ? and result is null""")
                .params(
                        result.name(),
                        guest == null ? null : guest.value(),
                        problem,
                        Timestamp.from(now),
                        row.file(),
                        row.line())
                .update();
    }

    void postpone(DueRow row, Instant until) {
        db.sql("update bulk_invitation_row set attempts = attempts + 1, due_at = ?"
                        + " where bulk_id = ? and line = ? and result is null")
                .params(Timestamp.from(until), row.file(), row.line())
                .update();
    }

    /** Files all of whose lines are done. Looked at again and again, since two nodes may do the last two lines at once. */
    int finish(Instant now) {
        return db.sql("""
                        update bulk_invitation b set state = 'FINISHED', finished_at = ? where state = 'RUNNING'
                           and not exists (select from bulk_invitation_row r where r.bulk_id = b.id and r.result is null)""").param(Timestamp.from(now)).update();
    }
}
