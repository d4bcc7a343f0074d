package dev.guestward.removal;

import dev.guestward.audit.Actor;
import dev.guestward.directory.ObjectId;
import dev.guestward.directory.effect.Effect;
import dev.guestward.directory.effect.Effects;
import dev.guestward.directory.effect.Wish;
import dev.guestward.guest.AccountChanged;
import dev.guestward.guest.Attention;
import dev.guestward.guest.Guest;
import dev.guestward.guest.GuestId;
import dev.guestward.guest.GuestState;
import dev.guestward.guest.Guests;
import dev.guestward.guest.LeavingGuests;
import dev.guestward.mail.MailOutbox;
import dev.guestward.problem.Conflict;
import dev.guestward.removal.Removal.Ending;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ApplicationEventPublisher;
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

    private final RemovalTable table;
    private final Guests guests;
    private final LeavingGuests leaving;
    private final Effects effects;
    private final RemainingAccess remaining;
    private final MailOutbox outbox;
    private final RemovalSettings settings;
    private final ApplicationEventPublisher events;
    private final Clock clock;

    Removals(
            RemovalTable table,
            Guests guests,
            LeavingGuests leaving,
            Effects effects,
            RemainingAccess remaining,
            MailOutbox outbox,
            RemovalSettings settings,
            ApplicationEventPublisher events,
            Clock clock) {
        this.table = table;
        this.guests = guests;
        this.leaving = leaving;
        this.effects = effects;
        this.remaining = remaining;
        this.outbox = outbox;
        this.settings = settings;
        this.events = events;
        this.clock = clock;
    }

    /**
     * What is wished for.
     *
     * @param reserved whether only an administrator, or whoever asks, may take it back
     */
    public record Request(
            GuestId guest,
            Cause cause,
            Actor actor,
            @Nullable String reason,
            boolean urgent,
            boolean reserved) {
        /** One that the sponsor may take back, unless somebody else asks for it as a matter of security. */
        public Request(GuestId guest, Cause cause, Actor actor, @Nullable String reason, boolean urgent) {
            this(guest, cause, actor, reason, urgent, false);
        }
    }

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
        if (table.isBeingRestored(guest.id())) {
            throw new Conflict("This guest is being restored at this moment.");
        }
        boolean withdrawn = request.cause() == Cause.WITHDRAWAL && guest.state() == GuestState.BLOCKED;
        if (!withdrawn && guest.state() != GuestState.INVITED && guest.state() != GuestState.ACTIVE) {
            throw new Conflict("Only a guest who is invited or active can be removed.");
        }
        Instant now = clock.instant();
        table.endReplay(guest.id(), now);
        Duration undo = request.cause().isOfPerson() && !request.urgent() ? settings.undo() : Duration.ZERO;
        UUID id = UUID.randomUUID();
        Instant blocked = withdrawn ? guest.stateSince() : null;
        table.insert(id, request, guest, now, now.plus(undo), blocked, settings.grace());
        guests.note(
                guest.id(),
                request.actor(),
                request.urgent() ? "removal-asked-urgent" : "removal-asked",
                Map.of("cause", request.cause().name(), "removal", id.toString()));
        return get(id);
    }

    /** The open removal of a guest. */
    public Optional<Removal> current(GuestId guest) {
        return table.current(guest);
    }

    /** The same, with the guest's row taken: nothing of it can leave the house meanwhile. */
    @Transactional(propagation = Propagation.MANDATORY)
    public Optional<Removal> currentLocked(GuestId guest) {
        leaving.locked(guest);
        return current(guest);
    }

    /** The newest removal of a guest, open or not. */
    public Optional<Removal> newest(GuestId guest) {
        return table.newest(guest);
    }

    public Removal get(UUID id) {
        return table.get(id);
    }

    /** The block of an open removal, wished for by whoever comes first. */
    @Transactional
    public Effect planBlock(Removal removal, @Nullable String taskId) {
        Wish wish = Wish.block(removal.key("block"), removal.guest().value(), account(removal.guest()))
                .because(removal.urgent() ? URGENT_BLOCK : BLOCK)
                .in(removal.workflow());
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
        Instant after = deleteAfter(removal, now.plus(settings.grace()));
        outbox.withdrawFrom(removal.guest());
        leaving.blocked(removal.guest(), actor, Map.of("cause", removal.cause().name(), "until", after.toString()));
        table.blocked(removal.id(), now, after);
    }

    /**
     * Who was let in by others is blocked again, although the removal is over: the account stays, because people decided so or
     * the product only reported, and so does the block.
     */
    @Transactional(propagation = Propagation.MANDATORY)
    Removal onlyBlock(Removal removal) {
        table.onlyBlock(removal.id());
        return get(removal.id());
    }

    /** Whether somebody is on the way back. */
    boolean isBeingRestored(GuestId guest) {
        return table.isBeingRestored(guest);
    }

    /** The directory has confirmed that a guest is blocked again. */
    @Transactional(propagation = Propagation.MANDATORY)
    public void blockedAgain(Removal removal) {
        if (removal.isOnlyBlock() && table.end(removal.id(), Ending.GIVEN_UP, "blocked-again", clock.instant())) {
            remaining.forget(removal.id());
        }
    }

    /** The directory or a protection said no to blocking a guest again: they are in, and the register must not hide it. */
    @Transactional(propagation = Propagation.MANDATORY)
    public void notBlockedAgain(Removal removal, String code, Actor actor) {
        Attention present = leaving.locked(removal.guest()).attention();
        if (present == null || !present.holdsUp() || present == Attention.HELD_BY_BRAKE) {
            guests.attention(
                    removal.guest(),
                    Attention.ENABLED_BY_OTHERS,
                    actor,
                    "not-blocked-again",
                    Map.of("reason", reason(code)));
        } else {
            guests.note(removal.guest(), actor, "not-blocked-again", Map.of("reason", reason(code)));
        }
        blockedAgain(removal);
    }

    /** Whoever lost access only because nobody answered is not deleted before the end of access, unless somebody decides it. */
    private static Instant deleteAfter(Removal removal, Instant usual) {
        return removal.cause().isOfSilence() && removal.accessUntil().isAfter(usual) ? removal.accessUntil() : usual;
    }

    /** Everything that can be taken has been taken. */
    @Transactional(propagation = Propagation.MANDATORY)
    public void stripped(Removal removal, List<String> keptBecause, Actor actor) {
        table.stripped(removal.id(), clock.instant());
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

    /** Somebody else has deleted the account, as the directory shows it; it is looked for once more. */
    @Transactional(propagation = Propagation.MANDATORY)
    public void gone(Removal removal, Actor actor) {
        outbox.withdrawFrom(removal.guest());
        if (guests.get(removal.guest()).attention() == Attention.HELD_BY_BRAKE) {
            guests.attention(removal.guest(), null, actor, "let-go-by-brake", Map.of());
        }
        // an invitation that lapsed has deleted the account already
        if (guests.get(removal.guest()).state() != GuestState.DELETED) {
            leaving.deleted(removal.guest(), actor, "found-deleted", Map.of());
        }
        leaving.lookAgain(removal.guest());
        end(removal, Ending.GONE, null);
    }

    /** The directory or a protection said no: an administrator decides. */
    @Transactional(propagation = Propagation.MANDATORY)
    public void refused(Removal removal, String code, Actor actor) {
        guests.attention(
                removal.guest(), Attention.REMOVAL_REFUSED, actor, "removal-refused", Map.of("reason", reason(code)));
        if (Wish.NOT_BLOCKED.equals(code)) {
            // nobody has told us yet that others let the guest in: whatever is decided on the account, the block stands
            events.publishEvent(new AccountChanged(removal.guest(), AccountChanged.Kind.LET_IN));
        }
    }

    private static String reason(String code) {
        return NOT_A_GUEST.equals(code) ? "became-member" : code;
    }

    /** An administrator tries once more. */
    @Transactional(propagation = Propagation.MANDATORY)
    public void again(Removal removal, Actor actor) {
        table.again(removal.id());
        guests.attention(removal.guest(), null, actor, "removal-again", Map.of());
    }

    /**
     * People have decided that the guest stays, or the account of one who is blocked. If others let that one in, and the block
     * that answers it is still under way, it needs the removal behind it a while longer.
     */
    @Transactional(propagation = Propagation.MANDATORY)
    public void givenUp(Removal removal, String because, Actor actor) {
        Optional<Effect> block = newestBlock(removal).filter(effect -> !effect.isConfirmed());
        if (removal.blockedAt() == null || block.isEmpty()) {
            ended(removal, Ending.GIVEN_UP, because, actor);
            return;
        }
        if (!block.get().isSettled()) {
            table.onlyBlock(removal.id());
        } else {
            end(removal, Ending.GIVEN_UP, because);
        }
        guests.attention(
                removal.guest(), Attention.ENABLED_BY_OTHERS, actor, "removal-given-up", Map.of("reason", because));
    }

    private Optional<Effect> newestBlock(Removal removal) {
        return effects.of(removal.guest().value()).stream()
                .filter(effect -> effect.kind() == Effect.Kind.BLOCK)
                .filter(effect -> effect.key().startsWith(RemovalKeys.of(removal.id(), "")))
                .reduce((earlier, later) -> later);
    }

    /** Ends an open removal without having removed anybody. */
    @Transactional(propagation = Propagation.MANDATORY)
    public void ended(Removal removal, Ending as, String because, Actor actor) {
        end(removal, as, because);
        String code = "removal-" + as.name().toLowerCase(java.util.Locale.ROOT).replace('_', '-');
        Guest guest = guests.get(removal.guest());
        boolean waits = guest.attention() == Attention.REMOVAL_REFUSED
                || guest.attention() == Attention.HELD_BY_BRAKE
                || guest.attention() == Attention.STILL_HAS_ACCESS;
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
        table.resumed(removal.id(), deleteAfter(removal, clock.instant().plus(settings.grace())));
        guests.note(removal.guest(), actor, "removal-resumed", Map.of());
    }

    /** The block is about to leave the house. */
    @Transactional(propagation = Propagation.MANDATORY)
    void blockLeaves(Removal removal) {
        table.blockLeaves(removal.id(), clock.instant());
    }

    /**
     * An invitation that was never accepted was ended without a removal. For the way back it is put on record as one, over and
     * done, that took nothing.
     */
    @Transactional(propagation = Propagation.MANDATORY)
    Removal ofLapsed(Guest guest, Actor actor) {
        UUID id = UUID.randomUUID();
        table.insertLapsed(id, guest, actor);
        return get(id);
    }

    private void end(Removal removal, Ending as, @Nullable String because) {
        if (!table.end(removal.id(), as, because, clock.instant())) {
            throw new Conflict("This removal is over already.");
        }
        remaining.forget(removal.id());
    }
}
