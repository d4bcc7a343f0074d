package dev.guestward.expiry;

import dev.guestward.clinic.Clinic;
import dev.guestward.clinic.Clinics;
import dev.guestward.guest.Guest;
import dev.guestward.guest.GuestId;
import dev.guestward.guest.LeavingGuests;
import dev.guestward.people.PersonId;
import dev.guestward.people.Viewer;
import dev.guestward.problem.Conflict;
import dev.guestward.problem.NotFound;
import dev.guestward.removal.Removals;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.security.access.AccessDeniedException;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/** How far the closing of a clinic has come, and how it is stopped. For administrators. */
@Component
public class ClosureProgress {
    private final JdbcClient db;
    private final Clinics clinics;
    private final LeavingGuests leaving;
    private final Removals removals;
    private final LaterEnds ends;
    private final Clock clock;

    ClosureProgress(
            JdbcClient db, Clinics clinics, LeavingGuests leaving, Removals removals, LaterEnds ends, Clock clock) {
        this.db = db;
        this.clinics = clinics;
        this.leaving = leaving;
        this.removals = removals;
        this.ends = ends;
        this.clock = clock;
    }

    /**
     * The newest closing of a clinic that is not stopped, or else the newest.
     *
     * @param changed whose end it brought forward
     * @param access how many of them still have access, or may yet get it
     * @param held how many of these the brake holds
     * @param gone how many are blocked, deleted or declined
     */
    public record Closing(
            UUID id,
            LocalDate on,
            String reason,
            PersonId by,
            Instant at,
            @Nullable Instant stoppedAt,
            @Nullable LocalDate agreedBefore,
            long changed,
            long access,
            long held,
            long gone) {
        public boolean mayStop() {
            return stoppedAt == null && access > 0;
        }
    }

    private record Moved(GuestId guest, Instant was, Instant until) {}

    /** @throws AccessDeniedException if the person is no administrator */
    public Optional<Closing> newest(String key, Viewer viewer) {
        requireAdministrator(viewer);
        return db.sql("""
                        select c.*, count(g.id) as changed,
                               count(g.id) filter (where g.state in ('REQUESTED', 'INVITED', 'ACTIVE')) as access,
                               count(g.id) filter (where g.attention = 'HELD_BY_BRAKE'
                                                   and g.state in ('INVITED', 'ACTIVE')) as held
                        from (select * from clinic_closure where clinic_id = ?
                              order by stopped_at is not null, closed_at desc limit 1) c
                        left join clinic_closure_guest m on m.closure_id = c.id left join guest g on g.id = m.guest_id
                        group by c.id, c.clinic_id, c.closes_on, c.reason, c.closed_by, c.closed_at, c.agreement_before,
                                 c.stopped_by, c.stopped_at""")
                .param(clinics.get(key).id())
                .query((rs, row) -> new Closing(
                        rs.getObject("id", UUID.class),
                        rs.getObject("closes_on", LocalDate.class),
                        rs.getString("reason"),
                        new PersonId(rs.getString("closed_by")),
                        rs.getTimestamp("closed_at").toInstant(),
                        rs.getTimestamp("stopped_at") == null
                                ? null
                                : rs.getTimestamp("stopped_at").toInstant(),
                        rs.getObject("agreement_before", LocalDate.class),
                        rs.getLong("changed"),
                        rs.getLong("access"),
                        rs.getLong("held"),
                        rs.getLong("changed") - rs.getLong("access")))
                .optional();
    }

    /**
     * Gives whoever still has access the end back that they had before, and the clinic its agreement.
     *
     * @return how many got it back; nobody who is being blocked, who was given another end meanwhile, or whose own end is over
     * @throws NotFound if the clinic was not closed
     * @throws Conflict if it is stopped already, or everybody is gone
     */
    @Transactional
    public int stop(String key, Viewer viewer) {
        Clinic clinic = clinics.get(key);
        Closing closing =
                newest(key, viewer).orElseThrow(() -> new NotFound("Nobody has asked for this clinic to be closed."));
        int stopped = db.sql(
                        "update clinic_closure set stopped_by = ?, stopped_at = ? where id = ? and stopped_at is null")
                .params(viewer.id().value(), Timestamp.from(clock.instant()), closing.id())
                .update();
        if (stopped == 0 || !closing.mayStop()) {
            throw new Conflict("This closing is over. Whoever was removed with it can be restored one by one.");
        }
        clinics.resumeAgreement(clinic.key(), closing.on(), closing.agreedBefore(), viewer);
        int back = 0;
        for (Moved one : moved(closing.id())) {
            Guest guest = leaving.locked(one.guest());
            if (mayGoOn(guest, one)) {
                ends.move(guest, one.was(), viewer.id(), "closing-stopped");
                back++;
            }
        }
        return back;
    }

    @Transactional(propagation = Propagation.MANDATORY)
    void add(UUID closure, ClinicClosures.Affected one) {
        db.sql("insert into clinic_closure_guest (closure_id, guest_id, was, until) values (?, ?, ?, ?)")
                .params(
                        closure,
                        one.guest().id().value(),
                        Timestamp.from(one.guest().accessUntil()),
                        Timestamp.from(one.end()))
                .update();
    }

    private boolean mayGoOn(Guest guest, Moved one) {
        boolean leaves = removals.current(guest.id())
                .filter(removal -> removal.blockSentAt() != null)
                .isPresent();
        return ClinicClosures.HAVE_OR_GET_ACCESS.contains(guest.state())
                && guest.accessUntil().equals(one.until())
                && one.was().isAfter(clock.instant())
                && !leaves;
    }

    private List<Moved> moved(UUID closure) {
        return db.sql("select guest_id, was, until from clinic_closure_guest where closure_id = ? order by guest_id")
                .param(closure)
                .query((rs, row) -> new Moved(
                        new GuestId(rs.getObject("guest_id", UUID.class)),
                        rs.getTimestamp("was").toInstant(),
                        rs.getTimestamp("until").toInstant()))
                .list();
    }

    private static void requireAdministrator(Viewer viewer) {
        if (!viewer.isAdministrator()) {
            throw new AccessDeniedException("for administrators");
        }
    }
}
