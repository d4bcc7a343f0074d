package dev.guestward.removal;

import dev.guestward.directory.effect.Effect;
import dev.guestward.directory.gateway.LastWord;
import dev.guestward.guest.GuestId;
import dev.guestward.guest.GuestState;
import dev.guestward.guest.Guests;
import java.time.Clock;
import java.util.Set;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/**
 * Gives nothing to a guest whose end of access has passed: who is invited may still accept while the brake holds the block
 * that the end asks for, and a request may have waited past its end, or past the closing of its clinic.
 */
@Component
class NothingAfterTheEnd implements LastWord {
    private static final String PASSED = "end-passed";
    private static final Set<Effect.Kind> GIVING =
            Set.of(Effect.Kind.ADD_MEMBER, Effect.Kind.ASSIGN_APP_ROLE, Effect.Kind.UNBLOCK);

    private final Guests guests;
    private final Clock clock;

    NothingAfterTheEnd(Guests guests, Clock clock) {
        this.guests = guests;
        this.clock = clock;
    }

    @Override
    @Transactional(propagation = Propagation.MANDATORY)
    public Verdict on(Effect effect) {
        boolean invites = effect.kind() == Effect.Kind.INVITE;
        if (!invites && !GIVING.contains(effect.kind())) {
            return GO;
        }
        // read without a lock: whoever moves the end in this moment finds the task that a refusal leaves
        boolean passed = guests.find(new GuestId(effect.guestId()))
                .filter(guest -> !guest.accessUntil().isAfter(clock.instant()))
                // who is invited already is removed by the end itself
                .filter(guest -> !invites || guest.state() == GuestState.REQUESTED)
                .isPresent();
        return passed ? new No(PASSED) : GO;
    }
}
