package dev.guestward.removal;

import dev.guestward.directory.effect.Effect;
import dev.guestward.directory.gateway.LastWord;
import dev.guestward.guest.Guest;
import dev.guestward.guest.GuestId;
import dev.guestward.guest.GuestState;
import dev.guestward.guest.LeavingGuests;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/**
 * Looks once more before an act leaves: does the removal stand, is its reason still true, does the brake let it pass. The
 * guest's row is held meanwhile, so an extension comes before or after, never in between.
 */
@Component
public class RemovalLastWord implements LastWord {
    /** The answer to an act of a removal that is over. */
    public static final String OVER = "removal-over";

    /** The answer to a block whose reason has gone: the end of access lies ahead again. */
    public static final String EXTENDED = "extended";

    /** The answer to an act of a restoration that is over: nothing is given to somebody who is being removed by now. */
    private static final String BACK_OVER = "restoration-over";

    /** The answer to access that would be given to somebody who was removed before it went out. */
    private static final String REMOVED = "removed";

    private static final Set<Effect.Kind> GIVING = Set.of(Effect.Kind.ADD_MEMBER, Effect.Kind.ASSIGN_APP_ROLE);
    private static final Set<GuestState> TAKEN = Set.of(GuestState.BLOCKED, GuestState.DELETED, GuestState.PURGED);

    /** The answer to an act on somebody who is not in the register. */
    private static final String STRANGER = "not-registered";

    private final Removals removals;
    private final Restorations restorations;
    private final LeavingGuests leaving;
    private final Brake brake;
    private final BrakeReports reports;
    private final Clock clock;

    RemovalLastWord(
            Removals removals,
            Restorations restorations,
            LeavingGuests leaving,
            Brake brake,
            BrakeReports reports,
            Clock clock) {
        this.removals = removals;
        this.restorations = restorations;
        this.leaving = leaving;
        this.brake = brake;
        this.reports = reports;
        this.clock = clock;
    }

    @Override
    @Transactional(propagation = Propagation.MANDATORY)
    public Verdict on(Effect effect) {
        if (GIVING.contains(effect.kind())) {
            return leaving.lockedIfKnown(new GuestId(effect.guestId()))
                    .map(guest -> given(effect, guest))
                    .orElse(GO);
        }
        if (isOfOverRestoration(effect)) {
            return new No(BACK_OVER);
        }
        Optional<UUID> id = RemovalKeys.removal(effect.key());
        if (id.isEmpty() && !Brake.concerns(effect)) {
            return GO;
        }
        return leaving.lockedIfKnown(new GuestId(effect.guestId()))
                .map(guest -> on(effect, guest, id.map(removals::get)))
                .orElseGet(() -> new No(STRANGER));
    }

    @Override
    @Transactional(propagation = Propagation.MANDATORY)
    public Verdict ifReported(Effect effect) {
        Optional<Removal> removal = RemovalKeys.removal(effect.key()).map(removals::get);
        if (removal.isEmpty() && !Brake.concerns(effect)) {
            return GO;
        }
        return leaving.lockedIfKnown(new GuestId(effect.guestId()))
                .map(guest -> ifReported(effect, guest, removal))
                .orElseGet(() -> new No(STRANGER));
    }

    /**
     * A membership may have waited for days, for a permission for example. Who was removed meanwhile gets nothing any more but by
     * a restoration.
     */
    private Verdict given(Effect effect, Guest guest) {
        if (isOfOverRestoration(effect)) {
            return new No(BACK_OVER);
        }
        boolean back = RemovalKeys.restoration(effect.key()).isPresent();
        return !back && TAKEN.contains(guest.state()) ? new No(REMOVED) : GO;
    }

    /** Nothing that was sent before is let off: the look just now has shown that it did not happen. */
    private boolean isOfOverRestoration(Effect effect) {
        return RemovalKeys.restoration(effect.key())
                .filter(id -> !restorations.get(id).isOpen())
                .isPresent();
    }

    private Verdict ifReported(Effect effect, Guest guest, Optional<Removal> removal) {
        Verdict stands = removal.map(one -> stands(effect, one, guest)).orElseGet(() -> stands(effect, guest));
        if (stands instanceof Go && Brake.concerns(effect)) {
            reports.note(effect, guest, removal);
        }
        return stands;
    }

    private Verdict on(Effect effect, Guest guest, Optional<Removal> removal) {
        Verdict stands = removal.map(one -> stands(effect, one, guest)).orElseGet(() -> stands(effect, guest));
        if (!(stands instanceof Go)) {
            if (removal.isEmpty()) {
                brake.over(effect);
            }
            return stands;
        }
        Verdict verdict = brake.on(effect, guest, removal);
        if (verdict instanceof Go && effect.kind() == Effect.Kind.BLOCK) {
            removal.ifPresent(removals::blockLeaves);
        }
        return verdict;
    }

    /** What ends an invitation has nothing to end where the guest is not invited any more; it may have been held for days. */
    private static Verdict stands(Effect effect, Guest guest) {
        return effect.purpose() == null || effect.mayHaveHappened() || guest.state() == GuestState.INVITED
                ? GO
                : new No(OVER);
    }

    private Verdict stands(Effect effect, Removal removal, Guest guest) {
        if (!removal.isOpen()) {
            return new No(OVER);
        }
        Instant now = clock.instant();
        if (effect.kind() == Effect.Kind.BLOCK && now.isBefore(removal.undoUntil())) {
            return new Held("undo-window", Duration.between(now, removal.undoUntil()));
        }
        boolean first = !effect.mayHaveHappened() && removal.blockSentAt() == null;
        if (effect.kind() == Effect.Kind.BLOCK
                && first
                && removal.cause() == Cause.EXPIRY
                && guest.accessUntil().isAfter(now)) {
            return new No(EXTENDED);
        }
        Instant deleteAfter = removal.deleteAfter();
        if (effect.kind() == Effect.Kind.DELETE && (deleteAfter == null || now.isBefore(deleteAfter))) {
            return new Held("grace", deleteAfter == null ? Duration.ofHours(1) : Duration.between(now, deleteAfter));
        }
        return GO;
    }
}
