package dev.guestward.removal;

import dev.guestward.audit.Actor;
import dev.guestward.guest.Attention;
import dev.guestward.guest.Guest;
import dev.guestward.guest.GuestId;
import dev.guestward.guest.GuestState;
import dev.guestward.guest.Guests;
import dev.guestward.guest.LeavingGuests;
import dev.guestward.invitation.InvitationWorkflow;
import dev.guestward.problem.Conflict;
import dev.guestward.removal.Restoration.Ending;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Clock;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/** The restorations, from the wish to the guest who signs in again. */
@Component
public class Restorations {
    private final JdbcClient db;
    private final Guests guests;
    private final LeavingGuests leaving;
    private final Removals removals;
    private final RemovalWorkflow removalWorkflow;
    private final InvitationWorkflow invitations;
    private final Snapshots snapshots;
    private final Clock clock;

    Restorations(
            JdbcClient db,
            Guests guests,
            LeavingGuests leaving,
            Removals removals,
            RemovalWorkflow removalWorkflow,
            InvitationWorkflow invitations,
            Snapshots snapshots,
            Clock clock) {
        this.db = db;
        this.guests = guests;
        this.leaving = leaving;
        this.removals = removals;
        this.removalWorkflow = removalWorkflow;
        this.invitations = invitations;
        this.snapshots = snapshots;
        this.clock = clock;
    }

    /** The caller holds the guest's row, and has looked whether there is anything to restore. */
    @Transactional(propagation = Propagation.MANDATORY)
    Restoration open(Removal removal, Actor actor, String reason, Map<String, String> details) {
        UUID id = UUID.randomUUID();
        db.sql(
                        "insert into restoration (id, guest_id, removal_id, asked_by, reason, asked_at) values (?, ?, ?, ?, ?, ?)")
                .params(id, removal.guest().value(), removal.id(), actor.id(), reason, Timestamp.from(clock.instant()))
                .update();
        guests.note(removal.guest(), actor, "restoration-asked", details);
        return get(id);
    }

    /** The account is gone for good, and the person was invited anew: on record with the reason. */
    @Transactional(propagation = Propagation.MANDATORY)
    void byInvitation(Removal removal, Actor actor, String reason) {
        end(open(removal, actor, reason, Map.of("removal", removal.id().toString())), Ending.INVITED_AGAIN, "gone");
    }

    /** A guest under another record gets what was taken by this removal. */
    @Transactional(propagation = Propagation.MANDATORY)
    void replay(Removal removal, GuestId to) {
        Guest guest = guests.get(to);
        db.sql(
                        "insert into restoration (id, guest_id, removal_id, asked_by, reason, asked_at) values (?, ?, ?, ?, ?, ?)")
                .params(
                        UUID.randomUUID(),
                        to.value(),
                        removal.id(),
                        guest.requestedBy().value(),
                        guest.purpose(),
                        Timestamp.from(clock.instant()))
                .update();
        snapshots.forgetRestoration(removal.id());
    }

    /** Whether it gives the things of a former account to another one. */
    public boolean isReplay(Restoration restoration) {
        return !removals.get(restoration.removal()).guest().equals(restoration.guest());
    }

    /** Everything of a former account that could be given has been given. */
    @Transactional(propagation = Propagation.MANDATORY)
    public void replayed(Restoration restoration) {
        end(restoration, Ending.RESTORED, null);
    }

    /** The restoration of a guest that is under way. */
    public Optional<Restoration> current(GuestId guest) {
        return newest(guest).filter(Restoration::isOpen);
    }

    /** The newest restoration of a guest, open or not. */
    public Optional<Restoration> newest(GuestId guest) {
        return db.sql("select * from restoration where guest_id = ? order by asked_at desc, id limit 1")
                .param(guest.value())
                .query(Restorations::restoration)
                .optional();
    }

    /** Whether a restoration of this removal came to its end: nothing of it is left to give back. */
    boolean hasTakenBack(Removal removal) {
        return db.sql(
                        "select exists (select 1 from restoration where removal_id = ? and guest_id = ? and ended_as = ?)")
                .params(removal.id(), removal.guest().value(), Ending.RESTORED.name())
                .query(Boolean.class)
                .single();
    }

    public Restoration get(UUID id) {
        return db.sql("select * from restoration where id = ?")
                .param(id)
                .query(Restorations::restoration)
                .optional()
                .orElseThrow(() -> new IllegalStateException("No restoration " + id));
    }

    /** The account is back from the recycle bin; told once. */
    @Transactional(propagation = Propagation.MANDATORY)
    public void undeleted(Restoration restoration, Actor actor) {
        if (guests.get(restoration.guest()).state() == GuestState.DELETED) {
            leaving.undeleted(restoration.guest(), actor);
        }
    }

    /** The directory lets the guest sign in again; told once. */
    @Transactional(propagation = Propagation.MANDATORY)
    public void restored(Restoration restoration, Actor actor) {
        Removal removal = removals.get(restoration.removal());
        Guest guest = leaving.locked(restoration.guest());
        boolean accepted = guest.redeemedAt() != null;
        GuestState to = accepted ? GuestState.ACTIVE : removal.stateBefore();
        leaving.restored(guest.id(), to, actor, Map.of());
        if (to == GuestState.INVITED && !invitations.isUnderWay(guest.id())) {
            // the workflow of the invitation ended with the block
            invitations.followUp(guest.id());
        }
        // it was left open only if the product began this while it merely reported
        removals.current(guest.id()).ifPresent(open -> {
            removals.ended(open, Removal.Ending.RESTORED, "restored", actor);
            removalWorkflow.overtaken(guest.id());
        });
        end(restoration, Ending.RESTORED, null);
    }

    /** The account is not in the directory any more, although the register thought so: somebody else has deleted it. */
    @Transactional(propagation = Propagation.MANDATORY)
    public void foundDeleted(Restoration restoration, Actor actor) {
        leaving.deleted(restoration.guest(), actor, "found-deleted", Map.of());
        nextAttempt(restoration);
    }

    /** The directory has deleted the account for good. */
    @Transactional(propagation = Propagation.MANDATORY)
    public void impossible(Restoration restoration, Actor actor) {
        leaving.purged(restoration.guest(), actor);
        end(restoration, Ending.IMPOSSIBLE, "not-there");
    }

    /** The account is not this guest's any more: it is a member's by now, or the person was invited anew with it. */
    @Transactional(propagation = Propagation.MANDATORY)
    public void lost(Restoration restoration, String because, Actor actor) {
        end(restoration, Ending.IMPOSSIBLE, because);
        GuestId guest = restoration.guest();
        if (guests.get(guest).attention() == Attention.RESTORATION_REFUSED) {
            guests.attention(guest, null, actor, "restoration-lost", Map.of());
        } else {
            guests.note(guest, actor, "restoration-lost", Map.of());
        }
    }

    /** The product only reports. */
    @Transactional(propagation = Propagation.MANDATORY)
    public void reported(Restoration restoration, Actor actor) {
        guests.note(restoration.guest(), actor, "restoration-reported", Map.of());
        end(restoration, Ending.REPORTED, "report-only");
    }

    /** The directory said no: an administrator decides. */
    @Transactional(propagation = Propagation.MANDATORY)
    public void refused(Restoration restoration, @Nullable String code, Actor actor) {
        guests.attention(
                restoration.guest(),
                Attention.RESTORATION_REFUSED,
                actor,
                "restoration-refused",
                Map.of("reason", Objects.requireNonNullElse(code, "no-code")));
    }

    /** An administrator tries once more. */
    @Transactional(propagation = Propagation.MANDATORY)
    void again(Restoration restoration, Actor actor) {
        nextAttempt(restoration);
        guests.attention(restoration.guest(), null, actor, "restoration-again", Map.of());
    }

    /** An administrator lets it be: a guest who is blocked goes on being removed, so that nobody stays half removed. */
    @Transactional(propagation = Propagation.MANDATORY)
    void givenUp(Restoration restoration, Actor actor) {
        end(restoration, Ending.GIVEN_UP, "given-up");
        guests.attention(restoration.guest(), null, actor, "restoration-given-up", Map.of());
        boolean blocked = guests.get(restoration.guest()).state() == GuestState.BLOCKED;
        if (blocked && removals.current(restoration.guest()).isEmpty()) {
            snapshots.forgetRestoration(restoration.removal());
            removals.resumed(removals.get(restoration.removal()), actor);
            removalWorkflow.start(restoration.guest());
        }
    }

    private void nextAttempt(Restoration restoration) {
        db.sql("update restoration set attempt = attempt + 1 where id = ?")
                .param(restoration.id())
                .update();
    }

    private void end(Restoration restoration, Ending as, @Nullable String because) {
        int ended = db.sql("update restoration set ended_at = ?, ended_as = ?, ended_because = ? where id = ?"
                        + " and ended_at is null")
                .params(Timestamp.from(clock.instant()), as.name(), because, restoration.id())
                .update();
        if (ended == 0) {
            throw new Conflict("This restoration is over already.");
        }
    }

    private static Restoration restoration(ResultSet rs, int row) throws SQLException {
        String ending = rs.getString("ended_as");
        return new Restoration(
                rs.getObject("id", UUID.class),
                new GuestId(rs.getObject("guest_id", UUID.class)),
                rs.getObject("removal_id", UUID.class),
                rs.getString("asked_by"),
                rs.getString("reason"),
                rs.getTimestamp("asked_at").toInstant(),
                rs.getInt("attempt"),
                RemovalRows.instant(rs.getTimestamp("ended_at")),
                ending == null ? null : Ending.valueOf(ending),
                rs.getString("ended_because"));
    }
}
