package dev.guestward.sponsorship;

import dev.guestward.guest.GuestId;
import dev.guestward.people.PersonId;
import dev.guestward.sponsorship.Succession.Cause;
import dev.guestward.sponsorship.Succession.Claim;
import dev.guestward.sponsorship.Succession.Ending;
import dev.guestward.sponsorship.Succession.Rung;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Keeps successions, their claims and guests. */
@Component
class SuccessionTable {
    /** Guests of a claim for whom nobody else has been found yet. */
    private static final String LEFT = """
            from succession_guest s join guest g on g.id = s.guest_id join succession x on x.id = s.succession_id
            where s.ended_at is null and g.sponsor_id = x.sponsor_id
              and g.state in ('REQUESTED', 'INVITED', 'ACTIVE', 'BLOCKED')""";

    private final JdbcClient db;
    private final Clock clock;

    SuccessionTable(JdbcClient db, Clock clock) {
        this.db = db;
        this.clock = clock;
    }

    /** Empty if one is under way already. */
    Optional<UUID> begin(PersonId sponsor, Cause cause, @Nullable PersonId manager) {
        UUID id = UUID.randomUUID();
        int begun = db.sql("insert into succession (id, sponsor_id, cause, manager_id, begun_at) values (?, ?, ?, ?, ?)"
                        + " on conflict do nothing")
                .params(id, sponsor.value(), cause.name(), manager == null ? null : manager.value(), now())
                .update();
        return begun == 1 ? Optional.of(id) : Optional.empty();
    }

    Optional<Succession> open(PersonId sponsor) {
        return db.sql("select * from succession where sponsor_id = ? and ended_at is null")
                .param(sponsor.value())
                .query(SuccessionTable::succession)
                .optional();
    }

    List<Succession> allOpen() {
        return db.sql("select * from succession where ended_at is null order by begun_at, id")
                .query(SuccessionTable::succession)
                .list();
    }

    /** Those under way, then those that ended last. */
    List<Succession> newest(int limit) {
        return db.sql("select * from succession order by ended_at is not null, begun_at desc, id limit ?")
                .param(limit)
                .query(SuccessionTable::succession)
                .list();
    }

    Optional<Succession> find(UUID id) {
        return db.sql("select * from succession where id = ?")
                .param(id)
                .query(SuccessionTable::succession)
                .optional();
    }

    void end(UUID id, Ending as) {
        db.sql("update succession set ended_at = ?, ended_as = ? where id = ? and ended_at is null")
                .params(now(), as.name(), id)
                .update();
        db.sql("update succession_claim set ended_at = ?, task_id = null where succession_id = ? and ended_at is null")
                .params(now(), id)
                .update();
        db.sql("update succession_guest set ended_at = ?, ended_as = ? where succession_id = ? and ended_at is null")
                .params(now(), as.name(), id)
                .update();
    }

    UUID claim(UUID succession, Collection<GuestId> guests) {
        UUID id = UUID.randomUUID();
        db.sql("insert into succession_claim (id, succession_id) values (?, ?)")
                .params(id, succession)
                .update();
        db.sql("insert into succession_guest (succession_id, guest_id, claim_id) select ?, unnest(?), ?")
                .params(succession, guests.stream().map(GuestId::value).toArray(UUID[]::new), id)
                .update();
        return id;
    }

    List<UUID> claims(UUID succession) {
        return db.sql("select id from succession_claim where succession_id = ? order by id")
                .param(succession)
                .query(UUID.class)
                .list();
    }

    Optional<Claim> claim(UUID id) {
        return db.sql("select * from succession_claim where id = ?")
                .param(id)
                .query(SuccessionTable::claim)
                .optional();
    }

    Optional<Claim> claimOfTask(String task) {
        return db.sql("select * from succession_claim where task_id = ? and ended_at is null")
                .param(task)
                .query(SuccessionTable::claim)
                .optional();
    }

    List<Claim> openClaims() {
        return db.sql("select * from succession_claim where ended_at is null and rung is not null order by due_at, id")
                .query(SuccessionTable::claim)
                .list();
    }

    /** The open claim that a guest stands on. */
    Optional<Claim> claimOf(GuestId guest) {
        return db.sql("select c.* from succession_guest s join succession_claim c on c.id = s.claim_id"
                        + " where s.guest_id = ? and s.ended_at is null and c.ended_at is null")
                .param(guest.value())
                .query(SuccessionTable::claim)
                .optional();
    }

    void asks(UUID claim, Rung rung, Instant due, Collection<PersonId> candidates) {
        db.sql("update succession_claim set rung = ?, asked_at = ?, due_at = ?, task_id = null where id = ?")
                .params(rung.name(), now(), Timestamp.from(due), claim)
                .update();
        candidates.forEach(person -> db.sql("insert into succession_candidate (claim_id, rung, person_id)"
                        + " values (?, ?, ?) on conflict do nothing")
                .params(claim, rung.name(), person.value())
                .update());
    }

    List<PersonId> candidates(Claim claim) {
        Rung rung = claim.rung();
        return rung == null
                ? List.of()
                : db.sql(
                                "select person_id from succession_candidate where claim_id = ? and rung = ? order by person_id")
                        .params(claim.id(), rung.name())
                        .query((rs, row) -> new PersonId(rs.getString(1)))
                        .list();
    }

    void task(UUID claim, @Nullable String task) {
        db.sql("update succession_claim set task_id = ? where id = ?")
                .params(task, claim)
                .update();
    }

    void endClaim(UUID claim) {
        db.sql("update succession_claim set ended_at = ?, task_id = null where id = ? and ended_at is null")
                .params(now(), claim)
                .update();
    }

    List<GuestId> left(UUID claim) {
        return db.sql("select g.id " + LEFT + " and s.claim_id = ? order by g.display_name, g.id")
                .param(claim)
                .query((rs, row) -> new GuestId(rs.getObject(1, UUID.class)))
                .list();
    }

    /** Whether nobody wanted this guest when this sponsor left. */
    boolean isGivenUp(GuestId guest, PersonId sponsor) {
        return db.sql("select exists (select 1 from succession_guest s join succession x on x.id = s.succession_id"
                        + " where s.guest_id = ? and s.ended_as = 'REMOVED' and x.sponsor_id = ?)")
                .params(guest.value(), sponsor.value())
                .query(Boolean.class)
                .single();
    }

    /** The guest is not looked after here any more. */
    void done(GuestId guest, @Nullable PersonId takenBy, String as) {
        db.sql("update succession_guest set ended_at = ?, ended_as = ?, taken_by = ? where guest_id = ?"
                        + " and ended_at is null")
                .params(now(), as, takenBy == null ? null : takenBy.value(), guest.value())
                .update();
    }

    /** How many guests there were, how many have somebody else, how many are removed, how many are left. */
    Tally tally(UUID succession) {
        return db.sql("""
                        select count(*), count(*) filter (where s.taken_by is not null),
                               count(*) filter (where s.ended_as = 'REMOVED'),
                               count(*) filter (where s.ended_at is null and g.sponsor_id = x.sponsor_id
                                   and g.state in ('REQUESTED', 'INVITED', 'ACTIVE', 'BLOCKED'))
                        from succession_guest s join guest g on g.id = s.guest_id
                        join succession x on x.id = s.succession_id where s.succession_id = ?""")
                .param(succession)
                .query((rs, row) -> new Tally(rs.getInt(1), rs.getInt(2), rs.getInt(3), rs.getInt(4)))
                .single();
    }

    record Tally(int all, int taken, int removed, int left) {}

    private Timestamp now() {
        return Timestamp.from(clock.instant());
    }

    private static Succession succession(ResultSet rs, int row) throws SQLException {
        String manager = rs.getString("manager_id");
        String ending = rs.getString("ended_as");
        return new Succession(
                rs.getObject("id", UUID.class),
                new PersonId(rs.getString("sponsor_id")),
                Cause.valueOf(rs.getString("cause")),
                manager == null ? null : new PersonId(manager),
                rs.getTimestamp("begun_at").toInstant(),
                instant(rs.getTimestamp("ended_at")),
                ending == null ? null : Ending.valueOf(ending));
    }

    private static Claim claim(ResultSet rs, int row) throws SQLException {
        String rung = rs.getString("rung");
        return new Claim(
                rs.getObject("id", UUID.class),
                rs.getObject("succession_id", UUID.class),
                rung == null ? null : Rung.valueOf(rung),
                rs.getString("task_id"),
                instant(rs.getTimestamp("asked_at")),
                instant(rs.getTimestamp("due_at")),
                instant(rs.getTimestamp("ended_at")));
    }

    private static @Nullable Instant instant(@Nullable Timestamp time) {
        return time == null ? null : time.toInstant();
    }
}
