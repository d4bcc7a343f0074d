package dev.guestward.bulk;

import dev.guestward.guest.GuestId;
import dev.guestward.invitation.InvitationRequest;
import dev.guestward.people.PersonId;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.RowCallbackHandler;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Files and their lines in the database, as people read them. What the worker does with them is in {@link DueRows}. */
@Component
class BulkTables {
    private static final String FILE = "select * from bulk_invitation";
    private static final int AT_ONCE = 500;

    private final JdbcClient db;
    private final JdbcTemplate lists;

    BulkTables(JdbcClient db, JdbcTemplate lists) {
        this.db = db;
        this.lists = lists;
    }

    /** @return false if this person has brought this very file before, maybe at this moment */
    boolean insert(BulkInvitation file, String sha256, List<BulkCheck.Checked> lines) {
        int inserted = db.sql("""
                        insert into bulk_invitation (id, uploader, file_name, sha256, language, state, row_count, uploaded_at)
                        values (?, ?, ?, ?, ?, ?, ?, ?) on conflict do nothing""")
                .params(
                        file.id(),
                        file.uploader().value(),
                        file.fileName(),
                        sha256,
                        file.language(),
                        file.state().name(),
                        file.rows(),
                        Timestamp.from(file.uploadedAt()))
                .update();
        if (inserted == 0) {
            return false;
        }
        lists.batchUpdate("""
                insert into bulk_invitation_row (bulk_id, line, email, display_name, clinic, sponsor, grants, access_until,
                                                 purpose, message, language, continue_as, outlook)
                values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)""", lines, AT_ONCE, (statement, line) -> fill(statement, file.id(), line));
        return true;
    }

    private static void fill(PreparedStatement statement, UUID file, BulkCheck.Checked line) throws SQLException {
        InvitationRequest request = line.request();
        statement.setObject(1, file);
        statement.setInt(2, line.line());
        statement.setString(3, request.email());
        statement.setString(4, request.displayName());
        statement.setString(5, request.clinic());
        statement.setString(6, request.sponsor());
        statement.setString(7, request.grants() == null ? null : String.join(" ", request.grants()));
        statement.setString(8, request.accessUntil());
        statement.setString(9, request.purpose());
        statement.setString(10, request.message());
        statement.setString(11, request.language());
        statement.setString(12, request.continueAs());
        statement.setString(13, line.outlook().name());
    }

    Optional<BulkInvitation> find(UUID id) {
        return db.sql(FILE + " where id = ?").param(id).query(BulkTables::file).optional();
    }

    Optional<BulkInvitation> find(PersonId uploader, String sha256) {
        return db.sql(FILE + " where uploader = ? and sha256 = ?")
                .params(uploader.value(), sha256)
                .query(BulkTables::file)
                .optional();
    }

    /** How many files of this person wait to be confirmed. */
    int unconfirmed(PersonId uploader) {
        return db.sql("select count(*) from bulk_invitation where uploader = ? and state = 'CHECKED'")
                .param(uploader.value())
                .query(Integer.class)
                .single();
    }

    /** The newest first. @param uploader null for everybody's */
    List<BulkInvitation> newest(@Nullable PersonId uploader, int limit) {
        return db.sql(FILE + " where cast(:uploader as text) is null or uploader = :uploader"
                        + " order by uploaded_at desc, id limit :limit")
                .param("uploader", uploader == null ? null : uploader.value())
                .param("limit", limit)
                .query(BulkTables::file)
                .list();
    }

    BulkProgress progress(BulkInvitation file) {
        Map<RowResult, Integer> outlooks = new EnumMap<>(RowResult.class);
        Map<RowResult, Integer> results = new EnumMap<>(RowResult.class);
        db.sql("select outlook, result, count(*) as lines from bulk_invitation_row where bulk_id = ?"
                        + " group by outlook, result")
                .param(file.id())
                .query((RowCallbackHandler) row -> {
                    outlooks.merge(RowResult.valueOf(row.getString(1)), row.getInt(3), Integer::sum);
                    String result = row.getString(2);
                    if (result != null) {
                        results.merge(RowResult.valueOf(result), row.getInt(3), Integer::sum);
                    }
                });
        return new BulkProgress(file.rows(), outlooks, results);
    }

    /** @param only null for all lines */
    List<BulkRow> rows(UUID file, @Nullable RowResult only, int limit, long offset) {
        return db.sql(
                        "select * from bulk_invitation_row where bulk_id = :file"
                                + " and (cast(:only as text) is null or result = :only) order by line limit :limit offset :offset")
                .param("file", file)
                .param("only", only == null ? null : only.name())
                .param("limit", limit)
                .param("offset", offset)
                .query(BulkTables::row)
                .list();
    }

    List<GuestId> guests(UUID file) {
        return db.sql("select guest_id from bulk_invitation_row where bulk_id = ? and result = 'REQUESTED'")
                .param(file)
                .query((row, n) -> new GuestId(row.getObject(1, UUID.class)))
                .list();
    }

    /** From now on its lines are due. @return false if that has happened before */
    boolean confirm(UUID file, Instant now) {
        Timestamp at = Timestamp.from(now);
        int confirmed = db.sql(
                        "update bulk_invitation set state = 'RUNNING', confirmed_at = ? where id = ? and state = 'CHECKED'")
                .params(at, file)
                .update();
        if (confirmed == 1) {
            db.sql("update bulk_invitation_row set due_at = ? where bulk_id = ?")
                    .params(at, file)
                    .update();
        }
        return confirmed == 1;
    }

    /** @return false if it has been confirmed */
    boolean discard(UUID file) {
        return db.sql("delete from bulk_invitation where id = ? and state = 'CHECKED'")
                        .param(file)
                        .update()
                == 1;
    }

    int discardUnconfirmed(Instant uploadedBefore) {
        return db.sql("delete from bulk_invitation where state = 'CHECKED' and uploaded_at < ?")
                .param(Timestamp.from(uploadedBefore))
                .update();
    }

    /** Takes out what lines say about people, and what tells that a file is the same one. */
    int wipe(Instant finishedBefore, Instant now) {
        db.sql("""
                        update bulk_invitation_row set email = null, display_name = null, clinic = null, sponsor = null,
                               grants = null, access_until = null, purpose = null, message = null, language = null,
                               continue_as = null
                         where bulk_id in (select id from bulk_invitation where finished_at < ? and wiped_at is null)""").param(Timestamp.from(finishedBefore)).update();
        return db.sql("update bulk_invitation set file_name = null, sha256 = null, wiped_at = ?"
                        + " where finished_at < ? and wiped_at is null")
                .params(Timestamp.from(now), Timestamp.from(finishedBefore))
                .update();
    }

    private static BulkInvitation file(ResultSet row, int number) throws SQLException {
        return new BulkInvitation(
                row.getObject("id", UUID.class),
                new PersonId(row.getString("uploader")),
                row.getString("file_name"),
                row.getString("language"),
                BulkInvitation.State.valueOf(row.getString("state")),
                row.getInt("row_count"),
                row.getTimestamp("uploaded_at").toInstant(),
                instant(row.getTimestamp("confirmed_at")),
                instant(row.getTimestamp("finished_at")),
                instant(row.getTimestamp("wiped_at")));
    }

    private static BulkRow row(ResultSet row, int number) throws SQLException {
        String result = row.getString("result");
        UUID guest = row.getObject("guest_id", UUID.class);
        return new BulkRow(
                row.getInt("line"),
                request(row),
                RowResult.valueOf(row.getString("outlook")),
                result == null ? null : RowResult.valueOf(result),
                row.getString("problem"),
                guest == null ? null : new GuestId(guest));
    }

    static InvitationRequest request(ResultSet row) throws SQLException {
        String grants = row.getString("grants");
        return new InvitationRequest(
                        row.getString("email"),
                        row.getString("display_name"),
                        row.getString("clinic"),
                        row.getString("sponsor"),
                        grants == null ? null : List.of(grants.split(" ")),
                        row.getString("access_until"),
                        row.getString("purpose"),
                        row.getString("message"),
                        row.getString("language"))
                .continuing(row.getString("continue_as"), null);
    }

    private static @Nullable Instant instant(@Nullable Timestamp time) {
        return time == null ? null : time.toInstant();
    }
}
