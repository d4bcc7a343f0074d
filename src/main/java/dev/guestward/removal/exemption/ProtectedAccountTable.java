package dev.guestward.removal.exemption;

import dev.guestward.directory.ObjectId;
import dev.guestward.guest.GuestId;
import dev.guestward.people.PersonId;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** Reads and writes the rows of protected accounts. An entry protects while it is listed and its day is not over. */
@Repository
class ProtectedAccountTable {
    private static final String PROTECTING = " where listed and ends_on >= :today";

    private final JdbcClient db;

    ProtectedAccountTable(JdbcClient db) {
        this.db = db;
    }

    long count(LocalDate today) {
        return db.sql("select count(*) from protected_account" + PROTECTING)
                .param("today", today)
                .query(Long.class)
                .single();
    }

    /** Those that end first come first. */
    List<ProtectedAccount> page(LocalDate today, int size, long offset) {
        return db.sql("select * from protected_account" + PROTECTING
                        + " order by ends_on, id limit :size offset :offset")
                .param("today", today)
                .param("size", size)
                .param("offset", offset)
                .query(ProtectedAccountTable::row)
                .list();
    }

    Optional<ProtectedAccount> of(ObjectId account, LocalDate today) {
        return db.sql("select * from protected_account" + PROTECTING + " and account = :account")
                .param("today", today)
                .param("account", account.value())
                .query(ProtectedAccountTable::row)
                .optional();
    }

    /** @throws DuplicateKeyException if the account is listed */
    void insert(ProtectedAccount entry) {
        db.sql("insert into protected_account (id, account, guest_id, reason, listed_by, listed_at, ends_on)"
                        + " values (?, ?, ?, ?, ?, ?, ?)")
                .params(
                        entry.id(),
                        entry.accountId(),
                        entry.guest() == null ? null : entry.guest().value(),
                        entry.reason(),
                        entry.listedBy().value(),
                        Timestamp.from(entry.listedAt()),
                        entry.until())
                .update();
    }

    /** Makes room for listing an account anew. */
    void dropEnded(ObjectId account, LocalDate today) {
        db.sql("update protected_account set listed = false where account = ? and listed and ends_on < ?")
                .params(account.value(), today)
                .update();
    }

    /** Empty if it protects nobody any more, or never did. */
    Optional<ProtectedAccount> takeOff(UUID id, PersonId by, Instant at, LocalDate today) {
        return db.sql("update protected_account set listed = false, taken_off_by = :by, taken_off_at = :at" + PROTECTING
                        + " and id = :id returning *")
                .param("by", by.value())
                .param("at", Timestamp.from(at))
                .param("today", today)
                .param("id", id)
                .query(ProtectedAccountTable::row)
                .optional();
    }

    private static ProtectedAccount row(ResultSet rs, int n) throws SQLException {
        UUID guest = rs.getObject("guest_id", UUID.class);
        return new ProtectedAccount(
                rs.getObject("id", UUID.class),
                new ObjectId(rs.getString("account")),
                guest == null ? null : new GuestId(guest),
                rs.getString("reason"),
                new PersonId(rs.getString("listed_by")),
                rs.getTimestamp("listed_at").toInstant(),
                rs.getObject("ends_on", LocalDate.class));
    }
}
