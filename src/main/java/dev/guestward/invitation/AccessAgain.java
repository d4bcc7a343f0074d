package dev.guestward.invitation;

import dev.guestward.audit.Actor;
import dev.guestward.directory.effect.Effects;
import dev.guestward.directory.effect.Wish;
import dev.guestward.guest.Attention;
import dev.guestward.guest.Grants;
import dev.guestward.guest.Guest;
import dev.guestward.guest.GuestId;
import dev.guestward.guest.GuestState;
import dev.guestward.guest.Guests;
import dev.guestward.guest.LeavingGuests;
import dev.guestward.people.Viewer;
import dev.guestward.problem.Conflict;
import dev.guestward.problem.NotFound;
import java.time.Clock;
import java.util.Map;
import org.springframework.security.access.AccessDeniedException;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** Gives a guest again what somebody took away in the directory. */
@Component
public class AccessAgain {
    private final Guests guests;
    private final LeavingGuests leaving;
    private final Grants grants;
    private final Effects effects;
    private final Clock clock;

    AccessAgain(Guests guests, LeavingGuests leaving, Grants grants, Effects effects, Clock clock) {
        this.guests = guests;
        this.leaving = leaving;
        this.grants = grants;
        this.effects = effects;
        this.clock = clock;
    }

    /** Whether this person may do so for this guest now. */
    public static boolean mayGive(Guest guest, Viewer viewer) {
        return isTheirs(guest, viewer) && hasLost(guest);
    }

    /**
     * Has every grant given that the guest does not hold; the register follows when the directory confirms it.
     *
     * @throws Conflict if nothing was taken away, or the end of access has passed
     * @throws NotFound if there is no such guest, or the person may not know of it
     * @throws AccessDeniedException if the person may see the guest only
     */
    @Transactional
    public void give(GuestId id, Viewer viewer) {
        Guest guest = leaving.lockedFor(id, viewer);
        if (!hasLost(guest)) {
            throw new Conflict("Nothing was taken away from this guest.");
        }
        if (!guest.accessUntil().isAfter(clock.instant())) {
            throw new Conflict("The end of access has passed. Extend it first.");
        }
        guest.grants().stream().filter(held -> held.givenAt() == null).forEach(held -> {
            Grants.Grant grant = grants.find(held.key())
                    .orElseThrow(() -> new Conflict("What was taken away is not given to anybody any more."));
            // the version has risen with the loss: the same loss is made good once
            String key = "again:" + id + ":" + guest.version() + ":" + held.key();
            effects.plan(Wish.addMember(key, id.value(), guest.account().orElseThrow(), grant.group())
                    .because(held.key()));
        });
        guests.note(id, Actor.person(viewer.id().value()), "access-asked-again", Map.of());
    }

    private static boolean isTheirs(Guest guest, Viewer viewer) {
        return viewer.isAdministrator() || viewer.is(guest.sponsor());
    }

    private static boolean hasLost(Guest guest) {
        return guest.state() == GuestState.ACTIVE
                && guest.attention() == Attention.LOST_ACCESS
                && guest.account().isPresent();
    }
}
