package dev.guestward.expiry;

import dev.guestward.audit.Actor;
import dev.guestward.guest.Guest;
import dev.guestward.guest.GuestId;
import dev.guestward.guest.Guests;
import dev.guestward.guest.LeavingGuests;
import dev.guestward.removal.Cause;
import dev.guestward.removal.RemovalWorkflow;
import dev.guestward.removal.Removals;
import java.time.Clock;
import java.time.Instant;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/**
 * What is done about an end: warnings, and the removal when it has come. What was missed while the product was down is not
 * made up for: one letter stands for all warnings that are due.
 */
@Component
public class ComingEnds {
    private final ExpiryPlans plans;
    private final Guests guests;
    private final LeavingGuests leaving;
    private final Removals removals;
    private final RemovalWorkflow removal;
    private final EndingLetters letters;
    private final ExpirySettings settings;
    private final WarningTimes times;
    private final Clock clock;

    ComingEnds(
            ExpiryPlans plans,
            Guests guests,
            LeavingGuests leaving,
            Removals removals,
            RemovalWorkflow removal,
            EndingLetters letters,
            ExpirySettings settings,
            WarningTimes times,
            Clock clock) {
        this.plans = plans;
        this.guests = guests;
        this.leaving = leaving;
        this.removals = removals;
        this.removal = removal;
        this.letters = letters;
        this.settings = settings;
        this.times = times;
        this.clock = clock;
    }

    /** Writes to sponsor and guest, unless a letter has covered it. */
    @Transactional(propagation = Propagation.MANDATORY)
    public void warn(GuestId id, Instant end) {
        Instant now = clock.instant();
        int due = times.due(end, now, settings);
        Guest guest = leaving.locked(id);
        if (now.isBefore(end) && ExpiryPlans.stands(guest, end) && plans.warned(id, end, due)) {
            letters.endingSoon(guests.get(id), due);
        }
    }

    /** When sponsor and guest are written to for the last time. */
    public Instant lastWarning(Instant end) {
        return times.last(end, settings);
    }

    /** Whether the end is still that of this guest's access. */
    public boolean stands(GuestId id, Instant end) {
        return ExpiryPlans.stands(guests.get(id), end);
    }

    /**
     * The end has come: the guest is removed, unless that is under way.
     *
     * @return false if it is not the end any more, and nothing is to be done
     */
    @Transactional(propagation = Propagation.MANDATORY)
    public boolean come(GuestId id, Instant end, Actor actor) {
        Guest guest = leaving.locked(id);
        plans.over(id);
        boolean underWay = removals.current(id).isPresent();
        if (!underWay && !ExpiryPlans.stands(guest, end)) {
            return false;
        }
        if (!underWay) {
            removals.open(new Removals.Request(id, Cause.EXPIRY, actor, null, false));
            removal.start(id);
        }
        return true;
    }
}
