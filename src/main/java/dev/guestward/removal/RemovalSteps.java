package dev.guestward.removal;

import dev.guestward.guest.Guest;
import dev.guestward.guest.GuestState;
import dev.guestward.guest.LeavingSteps;
import java.time.Clock;
import java.util.Optional;
import org.springframework.stereotype.Component;

/** Tells from the removal, or the way back, what comes next. */
@Component
class RemovalSteps implements LeavingSteps {
    private final Removals removals;
    private final Restorations restorations;
    private final Clock clock;

    RemovalSteps(Removals removals, Restorations restorations, Clock clock) {
        this.removals = removals;
        this.restorations = restorations;
        this.clock = clock;
    }

    @Override
    public Optional<Step> next(Guest guest) {
        if (guest.state() != GuestState.ACTIVE
                && restorations.current(guest.id()).isPresent()) {
            return Optional.of(new Step(Kind.RESTORE, null));
        }
        return removals.current(guest.id()).map(this::next);
    }

    private Step next(Removal removal) {
        return switch (removal.stage(clock.instant())) {
            case UNDO_WINDOW, BLOCKING -> new Step(Kind.BLOCK, removal.undoUntil());
            case STRIPPING -> new Step(Kind.STRIP, null);
            case GRACE, DELETING, OVER -> new Step(Kind.DELETE_ACCOUNT, removal.deleteAfter());
        };
    }
}
