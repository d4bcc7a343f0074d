package dev.guestward.removal;

import dev.guestward.guest.GuestId;
import dev.guestward.guest.GuestState;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Reads rows of table {@code removal}. */
final class RemovalRows {
    private RemovalRows() {}

    static Removal removal(ResultSet rs, int row) throws SQLException {
        String ending = rs.getString("ended_as");
        return new Removal(
                rs.getObject("id", UUID.class),
                new GuestId(rs.getObject("guest_id", UUID.class)),
                Cause.valueOf(rs.getString("cause")),
                rs.getBoolean("urgent"),
                rs.getBoolean("reserved"),
                rs.getString("asked_by"),
                rs.getString("reason"),
                rs.getTimestamp("asked_at").toInstant(),
                rs.getTimestamp("undo_until").toInstant(),
                rs.getTimestamp("access_until").toInstant(),
                GuestState.valueOf(rs.getString("state_before")),
                rs.getInt("attempt"),
                instant(rs.getTimestamp("block_sent_at")),
                instant(rs.getTimestamp("blocked_at")),
                instant(rs.getTimestamp("snapshot_at")),
                instant(rs.getTimestamp("stripped_at")),
                instant(rs.getTimestamp("delete_after")),
                instant(rs.getTimestamp("ended_at")),
                ending == null ? null : Removal.Ending.valueOf(ending),
                rs.getString("ended_because"));
    }

    static @Nullable Instant instant(@Nullable Timestamp time) {
        return time == null ? null : time.toInstant();
    }
}
