package dev.guestward.signup;

import dev.guestward.guest.GuestId;
import dev.guestward.people.PersonId;
import dev.guestward.signup.SignUp.State;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** The table {@code sign_up}. */
@Component
class SignUpTable {
    /** Any numbers, the same on all nodes. */
    private static final long POSTS = 0x7369676e2d757031L;

    private static final long MAILS = 0x7369676e2d757032L;

    private final JdbcClient db;

    SignUpTable(JdbcClient db) {
        this.db = db;
    }

    /** A form nobody has looked at. */
    record Received(UUID id, String addressHash, String email, String language) {
        @Override
        public String toString() {
            return "Received[" + id + "]";
        }
    }

    /** Counting and storing are one step for whoever comes at the same time. */
    void lockPosts() {
        lock(POSTS);
    }

    void lockMails() {
        lock(MAILS);
    }

    private void lock(long number) {
        db.sql("select pg_advisory_xact_lock(?)")
                .param(number)
                .query((rs, n) -> n)
                .list();
    }

    /** When the oldest of the latest so many forms came, of one source or of all; empty if there are fewer. */
    Optional<Instant> oldestOfLatest(int count, @Nullable String source) {
        return db.sql("select created_at from sign_up where cast(:source as text) is null or source_hash = :source"
                        + " order by created_at desc offset :skip limit 1")
                .param("source", source)
                .param("skip", count - 1)
                .query((rs, n) -> rs.getTimestamp(1).toInstant())
                .optional();
    }

    void receive(SignUpRules.Checked form, String language, String source, String address, Instant now) {
        db.sql("""
                        insert into sign_up (id, state, source_hash, address_hash, language, email, display_name, purpose,
                                             grants, access_until, created_at, due_at)
                        values (?, 'RECEIVED', ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)""")
                .params(
                        UUID.randomUUID(),
                        source,
                        address,
                        language,
                        form.email(),
                        form.displayName(),
                        form.purpose(),
                        String.join(" ", form.grants()),
                        form.accessUntil().toString(),
                        Timestamp.from(now),
                        Timestamp.from(now))
                .update();
    }

    Optional<Received> take(Instant now) {
        return db.sql("select id, address_hash, email, language from sign_up where state = 'RECEIVED' and due_at <= ?"
                        + " order by due_at limit 1 for update skip locked")
                .param(Timestamp.from(now))
                .query((rs, n) -> new Received(
                        rs.getObject("id", UUID.class),
                        rs.getString("address_hash"),
                        rs.getString("email"),
                        rs.getString("language")))
                .optional();
    }

    void postpone(UUID id, Instant until) {
        db.sql("update sign_up set due_at = ? where id = ? and state = 'RECEIVED'")
                .params(Timestamp.from(until), id)
                .update();
    }

    /** Forgets whom it was about; that a form came from somewhere still counts. */
    void drop(UUID id) {
        db.sql("update sign_up set state = 'DROPPED', email = null, display_name = null, purpose = null,"
                        + " grants = null, access_until = null, token_hash = null where id = ?")
                .param(id)
                .update();
    }

    void mailed(UUID id, String tokenHash, UUID clinic, Instant now, Instant expires) {
        db.sql("update sign_up set state = 'MAILED', token_hash = ?, clinic_id = ?, mailed_at = ?, expires_at = ?"
                        + " where id = ?")
                .params(tokenHash, clinic, Timestamp.from(now), Timestamp.from(expires), id)
                .update();
    }

    long mailsSince(Instant since) {
        return count("mailed_at > ?", Timestamp.from(since));
    }

    long mailsSince(Instant since, String addressHash) {
        return count("mailed_at > ? and address_hash = ?", Timestamp.from(since), addressHash);
    }

    /** Whether a sign-up of this address is with a sponsor, or nearly so. */
    boolean isUnderWay(String addressHash) {
        return count("address_hash = ? and state in ('CONFIRMED', 'WAITING')", addressHash) > 0;
    }

    private long count(String condition, Object... values) {
        return db.sql("select count(*) from sign_up where " + condition)
                .params(values)
                .query(Long.class)
                .single();
    }

    boolean isOpen(String tokenHash, Instant now) {
        return count("state = 'MAILED' and token_hash = ? and expires_at > ?", tokenHash, Timestamp.from(now)) > 0;
    }

    /** Uses the token up, once; other links to the same address end with it. */
    Optional<SignUp> confirm(String tokenHash, Instant now) {
        Optional<SignUp> confirmed = db.sql(
                        "update sign_up set state = 'CONFIRMED', token_hash = null, confirmed_at = :now"
                                + " where state = 'MAILED' and token_hash = :token and expires_at > :now returning *")
                .param("now", Timestamp.from(now))
                .param("token", tokenHash)
                .query(SignUpTable::signUp)
                .optional();
        confirmed.ifPresent(one -> db.sql("select other.id from sign_up one join sign_up other using (address_hash)"
                        + " where one.id = ? and other.state in ('RECEIVED', 'MAILED')")
                .param(one.id())
                .query(UUID.class)
                .list()
                .forEach(this::drop));
        return confirmed;
    }

    void letChoose(UUID id, String tokenHash, Instant expires) {
        db.sql("update sign_up set token_hash = ?, expires_at = greatest(expires_at, ?) where id = ?")
                .params(tokenHash, Timestamp.from(expires), id)
                .update();
    }

    Optional<SignUp> choosing(String tokenHash, Instant now) {
        return db.sql(
                        "select * from sign_up where state = 'CONFIRMED' and token_hash = ? and expires_at > ? for update")
                .params(tokenHash, Timestamp.from(now))
                .query(SignUpTable::signUp)
                .optional();
    }

    void assign(UUID id, PersonId sponsor) {
        db.sql("update sign_up set state = 'WAITING', token_hash = null, sponsor = ? where id = ?")
                .params(sponsor.value(), id)
                .update();
    }

    List<SignUp> waitingFor(PersonId sponsor) {
        return db.sql("select * from sign_up where state = 'WAITING' and sponsor = ? order by confirmed_at, id")
                .param(sponsor.value())
                .query(SignUpTable::signUp)
                .list();
    }

    long countWaitingFor(PersonId sponsor) {
        return count("state = 'WAITING' and sponsor = ?", sponsor.value());
    }

    /** With a sponsor, or on the way to one. */
    List<SignUp> open() {
        return db.sql("select * from sign_up where state in ('CONFIRMED', 'WAITING') order by confirmed_at, id")
                .query(SignUpTable::signUp)
                .list();
    }

    long countOpen() {
        return count("state in ('CONFIRMED', 'WAITING')");
    }

    /** Also one that is decided, whoever its sponsor is. */
    Optional<SignUp> confirmed(UUID id, boolean toDecide) {
        return db.sql("select * from sign_up where id = ? and confirmed_at is not null"
                        + (toDecide ? " for update" : ""))
                .param(id)
                .query(SignUpTable::signUp)
                .optional();
    }

    void decided(UUID id, State state, @Nullable GuestId guest, @Nullable String reason, Instant now) {
        db.sql("update sign_up set state = ?, guest_id = ?, reason = ?, decided_at = ?, token_hash = null where id = ?")
                .params(state.name(), guest == null ? null : guest.value(), reason, Timestamp.from(now), id)
                .update();
    }

    /** Confirmed at that time or before, and nobody has answered. */
    List<UUID> unanswered(Instant confirmedBefore) {
        return db.sql("select id from sign_up where state in ('CONFIRMED', 'WAITING') and confirmed_at <= ? for update")
                .param(Timestamp.from(confirmedBefore))
                .query(UUID.class)
                .list();
    }

    /** What came or was mailed before the one time and went no further, and links that ended before the other. */
    int deleteUnconfirmed(Instant received, Instant expired) {
        return db.sql("delete from sign_up where (state in ('RECEIVED', 'DROPPED')"
                        + " and coalesce(mailed_at, created_at) <= ?) or (state = 'MAILED' and expires_at <= ?)")
                .params(Timestamp.from(received), Timestamp.from(expired))
                .update();
    }

    int deleteEnded(Instant decidedBefore) {
        return db.sql("delete from sign_up where state in ('ACCEPTED', 'DECLINED', 'LAPSED') and decided_at <= ?")
                .param(Timestamp.from(decidedBefore))
                .update();
    }

    private static SignUp signUp(ResultSet rs, int row) throws SQLException {
        String sponsor = rs.getString("sponsor");
        return new SignUp(
                rs.getObject("id", UUID.class),
                State.valueOf(rs.getString("state")),
                rs.getString("email"),
                rs.getString("display_name"),
                rs.getString("purpose"),
                List.of(rs.getString("grants").split(" ")),
                rs.getString("access_until"),
                rs.getString("language"),
                rs.getObject("clinic_id", UUID.class),
                sponsor == null ? null : new PersonId(sponsor),
                rs.getTimestamp("confirmed_at").toInstant());
    }
}
