package dev.guestward.adoption;

import dev.guestward.directory.ObjectId;
import dev.guestward.guest.GuestId;
import dev.guestward.people.PersonId;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Reads rows of {@code found_guest}. */
final class FoundGuestRows {
    private FoundGuestRows() {}

    static FoundGuest guest(ResultSet rs, int row) throws SQLException {
        return new FoundGuest(
                new ObjectId(rs.getString("directory_id")),
                new GuestId(rs.getObject("guest_id", UUID.class)),
                Standing.valueOf(rs.getString("standing")),
                rs.getString("left_because"),
                rs.getString("ignored_because"),
                rs.getString("display_name"),
                rs.getString("email"),
                List.of((String[]) rs.getArray("addresses").getArray()),
                new FoundGuest.Facts(
                        rs.getBoolean("pending"),
                        rs.getBoolean("enabled"),
                        rs.getBoolean("synchronized"),
                        rs.getBoolean("holds_role"),
                        instant(rs.getTimestamp("redeemed_at")),
                        rs.getString("identity_issuer"),
                        instant(rs.getTimestamp("created_at"))),
                Set.of((String[]) rs.getArray("grants").getArray()),
                rs.getObject("clinic_id", UUID.class),
                person(rs.getString("sponsor_id")),
                person(rs.getString("assigned_by")),
                rs.getObject("batch_id", UUID.class),
                rs.getTimestamp("found_at").toInstant());
    }

    private static @Nullable PersonId person(@Nullable String id) {
        return id == null ? null : new PersonId(id);
    }

    static @Nullable Instant instant(@Nullable Timestamp time) {
        return time == null ? null : time.toInstant();
    }

    static @Nullable Timestamp timestamp(@Nullable Instant time) {
        return time == null ? null : Timestamp.from(time);
    }
}
