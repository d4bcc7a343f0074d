package dev.guestward.removal;

import dev.guestward.audit.Actor;
import dev.guestward.directory.ObjectId;
import dev.guestward.directory.effect.Effect;
import dev.guestward.directory.effect.Effects;
import dev.guestward.directory.effect.Wish;
import dev.guestward.guest.Attention;
import dev.guestward.guest.Guest;
import dev.guestward.guest.GuestId;
import dev.guestward.guest.GuestState;
import dev.guestward.guest.Guests;
import dev.guestward.guest.LeavingGuests;
import dev.guestward.problem.Conflict;
import dev.guestward.removal.Removal.Ending;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/**
 * The removals: who is being taken away, why, and how far that has come. The row is the truth, also where the workflow is
 * stuck; the workflow and the sweep wish for the same acts under the same keys.
 */
@Component
public class Removals {
    /** Purposes of a block; the brake lets some urgent ones pass. */
    public static final String BLOCK = "removal";

    public static final String URGENT_BLOCK = "removal-urgent";

    /** The gateway's word for it; to people it means something else before an invitation than before a removal. */
    private static final String NOT_A_GUEST = "not-a-guest";

    private final JdbcClient db;
    private final Guests guests;
    private final LeavingGuests leaving;
    private final Effects effects;
    private final RemovalSettings settings;
    private final Clock clock;

    Removals(
            JdbcClient db,
            Guests guests,
            LeavingGuests leaving,
            Effects effects,
            RemovalSettings settings,
            Clock clock) {
        this.db = db;
        this.guests = guests;
        this.leaving = leaving;
        this.effects = effects;
        this.settings = settings;
        this.clock = clock;
    }

    /** What is wished for. */
    public record Request(
            GuestId guest,
            Cause cause,
            Actor actor,
            @Nullable String reason,
            boolean urgent) {}

    /**
     * Opens a removal. Nothing is done to the directory yet.
     *
     * @throws Conflict if the guest is being removed already, or has no account that could be taken
     */
    @Transactional(propagation = Propagation.MANDATORY)
    public Removal open(Request request) {
        Guest guest = leaving.locked(request.guest());
        if (current(guest.id()).isPresent()) {
            throw new Conflict("This guest is being removed already.");
        }
        if (isBeingRestored(guest.id())) {
            throw new Conflict("This guest is being restored at this moment.");
        }
        boolean withdrawn = request.cause() == Cause.WITHDRAWAL && guest.state() == GuestState.BLOCKED;
        if (!withdrawn && guest.state() != GuestState.INVITED && guest.state() != GuestState.ACTIVE) {
            throw new Conflict("Only a guest who is invited or active can be removed.");
        }
        Instant now = clock.instant();
        Duration undo = request.cause() == Cause.REQUEST && !request.urgent() ? settings.undo() : Duration.ZERO;
        Timestamp blocked = withdrawn ? Timestamp.from(guest.stateSince()) : null;
        UUID id = UUID.randomUUID();
        db.sql("""
                        insert into removal (id, guest_id, cause, urgent, asked_by, reason, asked_at, undo_until,
                                             access_until, state_before, block_sent_at, blocked_at, snapshot_due_at,
                                             delete_after)
                        values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)""")
                .params(
                        id,
                        guest.id().value(),
                        request.cause().name(),
                        request.urgent(),
                        request.actor().id(),
                        request.reason(),
                        Timestamp.from(now),
                        Timestamp.from(now.plus(undo)),
                        Timestamp.from(guest.accessUntil()),
                        withdrawn ? GuestState.ACTIVE.name() : guest.state().name(),
                        blocked,
                        blocked,
                        blocked,
                        withdrawn ? Timestamp.from(guest.stateSince().plus(settings.grace())) : null)
                .update();
        guests.note(
                guest.id(),
                request.actor(),
                request.urgent() ? "removal-asked-urgent" : "removal-asked",
                Map.of("cause", request.cause().name(), "removal", id.toString()));
        return get(id);
    }

    /** The open removal of a guest. */
    public Optional<Removal> current(GuestId guest) {
        return db.sql("select * from removal where guest_id = ? and ended_at is null")
                .param(guest.value())
                .query(RemovalRows::removal)
                .optional();
    }

    /** The same, with the guest's row taken: nothing of it can leave the house meanwhile. */
    @Transactional(propagation = Propagation.MANDATORY)
    public Optional<Removal> currentLocked(GuestId guest) {
        leaving.locked(guest);
        return current(guest);
    }

    /** The newest removal of a guest, open or not. */
    public Optional<Removal> newest(GuestId guest) {
        return db.sql("select * from removal where guest_id = ? order by asked_at desc, id limit 1")
                .param(guest.value())
                .query(RemovalRows::removal)
                .optional();
    }

    public Removal get(UUID id) {
        return db.sql("select * from removal where id = ?")
                .param(id)
                .query(RemovalRows::removal)
                .optional()
                .orElseThrow(() -> new IllegalStateException("No removal " + id));
    }

    /** The block of an open removal, wished for by whoever comes first. */
    @Transactional
    public Effect planBlock(Removal removal, @Nullable String taskId) {
        Wish wish = Wish.block(removal.key("block"), removal.guest().value(), account(removal.guest()))
                .because(removal.urgent() ? URGENT_BLOCK : BLOCK);
        return effects.plan(taskId == null ? wish : wish.forTask(taskId));
    }

    /** The account of a guest who is being removed. */
    public ObjectId account(GuestId guest) {
        return guests.get(guest)
                .account()
                .orElseThrow(() -> new IllegalStateException("Guest " + guest + " has no account"));
    }

    /** The directory has confirmed the block; told once, whoever wished for it. */
    @Transactional(propagation = Propagation.MANDATORY)
    public void blocked(Removal removal, Actor actor) {
        Instant now = clock.instant();
        leaving.blocked(
                removal.guest(),
                actor,
                Map.of(
                        "cause",
                        removal.cause().name(),
                        "until",
                        now.plus(settings.grace()).toString()));
        db.sql("update removal set blocked_at = :now, delete_after = :after, snapshot_due_at = :now where id = :id")
                .param("now", Timestamp.from(now))
                .param("after", Timestamp.from(now.plus(settings.grace())))
                .param("id", removal.id())
                .update();
    }

    /** Everything that can be taken has been taken. */
    @Transactional(propagation = Propagation.MANDATORY)
    public void stripped(Removal removal, List<String> keptBecause, Actor actor) {
        db.sql("update removal set stripped_at = ? where id = ? and stripped_at is null")
                .params(Timestamp.from(clock.instant()), removal.id())
                .update();
        leaving.accessTaken(removal.guest());
        Map<String, String> details = new HashMap<>();
        if (!keptBecause.isEmpty()) {
            details.put("kept", String.valueOf(keptBecause.size()));
        }
        guests.note(removal.guest(), actor, keptBecause.isEmpty() ? "access-taken" : "access-taken-in-part", details);
    }

    /** The directory has confirmed the deletion. */
    @Transactional(propagation = Propagation.MANDATORY)
    public void deleted(Removal removal, Actor actor) {
        leaving.deleted(
                removal.guest(),
                actor,
                "deleted",
                Map.of("cause", removal.cause().name()));
        end(removal, Ending.DELETED, null);
    }

    /** Somebody else has deleted the account. */
    @Transactional(propagation = Propagation.MANDATORY)
    public void gone(Removal removal, Actor actor) {
        if (guests.get(removal.guest()).attention() == Attention.HELD_BY_BRAKE) {
            guests.attention(removal.guest(), null, actor, "let-go-by-brake", Map.of());
        }
        leaving.deleted(removal.guest(), actor, "found-deleted", Map.of());
        end(removal, Ending.GONE, null);
    }

    /** The directory or a protection said no: an administrator decides. */
    @Transactional(propagation = Propagation.MANDATORY)
    public void refused(Removal removal, String code, Actor actor) {
        String reason = NOT_A_GUEST.equals(code) ? "became-member" : code;
        guests.attention(
                removal.guest(), Attention.REMOVAL_REFUSED, actor, "removal-refused", Map.of("reason", reason));
    }

    /** An administrator tries once more. */
    @Transactional(propagation = Propagation.MANDATORY)
    public void again(Removal removal, Actor actor) {
        db.sql("update removal set attempt = attempt + 1 where id = ?")
                .param(removal.id())
                .update();
        guests.attention(removal.guest(), null, actor, "removal-again", Map.of());
    }

    /** Ends an open removal without having removed anybody. */
    @Transactional(propagation = Propagation.MANDATORY)
    public void ended(Removal removal, Ending as, String because, Actor actor) {
        end(removal, as, because);
        String code = "removal-" + as.name().toLowerCase(java.util.Locale.ROOT).replace('_', '-');
        Guest guest = guests.get(removal.guest());
        boolean waits = guest.attention() == Attention.REMOVAL_REFUSED || guest.attention() == Attention.HELD_BY_BRAKE;
        if (as == Ending.REPORTED) {
            guests.attention(removal.guest(), Attention.ONLY_REPORTED, actor, code, Map.of("reason", because));
        } else if (waits) {
            guests.attention(removal.guest(), null, actor, code, Map.of("reason", because));
        } else {
            guests.note(removal.guest(), actor, code, Map.of("reason", because));
        }
    }

    /**
     * Takes up again a removal that was ended for a restoration which came to nothing: the guest is still blocked, and what was
     * given back meanwhile is taken once more. An account that had been deleted is kept for another grace period.
     */
    @Transactional(propagation = Propagation.MANDATORY)
    void resumed(Removal removal, Actor actor) {
        db.sql("""
                        update removal set attempt = attempt + 1, stripped_at = null, ended_at = null, ended_as = null,
                            ended_because = null,
                            delete_after = case when ended_as = 'RESTORED' then delete_after else :after end
                        where id = :id""")
                .param("after", Timestamp.from(clock.instant().plus(settings.grace())))
                .param("id", removal.id())
                .update();
        guests.note(removal.guest(), actor, "removal-resumed", Map.of());
    }

    /** The block is about to leave the house. */
    @Transactional(propagation = Propagation.MANDATORY)
    void blockLeaves(Removal removal) {
        db.sql("update removal set block_sent_at = coalesce(block_sent_at, ?) where id = ?")
                .params(Timestamp.from(clock.instant()), removal.id())
                .update();
    }

    private boolean isBeingRestored(GuestId guest) {
        return db.sql("select exists (select 1 from restoration where guest_id = ? and ended_at is null)")
                .param(guest.value())
                .query(Boolean.class)
                .single();
    }

    private void end(Removal removal, Ending as, @Nullable String because) {
        int ended = db.sql("update removal set ended_at = ?, ended_as = ?, ended_because = ? where id = ?"
                        + " and ended_at is null")
                .params(Timestamp.from(clock.instant()), as.name(), because, removal.id())
                .update();
        if (ended == 0) {
            throw new Conflict("This removal is over already.");
        }
        db.sql("update brake_hold set over_at = ? where removal_id = ? and over_at is null")
                .params(Timestamp.from(clock.instant()), removal.id())
                .update();
    }
}
