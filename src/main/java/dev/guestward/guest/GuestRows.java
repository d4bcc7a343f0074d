package dev.guestward.guest;

import dev.guestward.directory.ObjectId;
import dev.guestward.people.PersonId;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.AbstractMap.SimpleImmutableEntry;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Reads rows of the register. */
final class GuestRows {
    static final String SELECT = "select g.* from guest g";

    private GuestRows() {}

    static Guest guest(ResultSet rs, int row) throws SQLException {
        String account = rs.getString("directory_id");
        String attention = rs.getString("attention");
        return new Guest(
                new GuestId(rs.getObject("id", UUID.class)),
                rs.getString("email"),
                rs.getString("display_name"),
                rs.getObject("clinic_id", UUID.class),
                new PersonId(rs.getString("sponsor_id")),
                new PersonId(rs.getString("requested_by")),
                rs.getString("purpose"),
                rs.getString("message"),
                rs.getString("language"),
                rs.getTimestamp("access_until").toInstant(),
                GuestState.valueOf(rs.getString("state")),
                rs.getTimestamp("state_since").toInstant(),
                rs.getTimestamp("requested_at").toInstant(),
                account == null ? null : new ObjectId(account),
                instant(rs.getTimestamp("redeemed_at")),
                rs.getString("identity_issuer"),
                attention == null ? null : Attention.valueOf(attention),
                List.of(),
                rs.getLong("version"));
    }

    static Map.Entry<GuestId, Guest.HeldGrant> grant(ResultSet rs, int row) throws SQLException {
        return new SimpleImmutableEntry<>(
                new GuestId(rs.getObject("guest_id", UUID.class)),
                new Guest.HeldGrant(rs.getString("grant_key"), instant(rs.getTimestamp("given_at"))));
    }

    static Guest with(Guest guest, List<Guest.HeldGrant> grants) {
        return new Guest(
                guest.id(),
                guest.email(),
                guest.displayName(),
                guest.clinicId(),
                guest.sponsor(),
                guest.requestedBy(),
                guest.purpose(),
                guest.message(),
                guest.language(),
                guest.accessUntil(),
                guest.state(),
                guest.stateSince(),
                guest.requestedAt(),
                guest.directoryId(),
                guest.redeemedAt(),
                guest.identityIssuer(),
                guest.attention(),
                grants,
                guest.version());
    }

    private static @Nullable Instant instant(@Nullable Timestamp time) {
        return time == null ? null : time.toInstant();
    }
}
