package dev.guestward.invitation.process;

import dev.guestward.guest.Attention;
import dev.guestward.guest.Guest;
import dev.guestward.guest.Guests;
import java.util.Optional;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.springframework.stereotype.Component;

/** The request an execution is about, as long as it waits for an owner: a timer and a decision may meet. */
@Component
class WaitingRequests {
    private final Guests guests;

    WaitingRequests(Guests guests) {
        this.guests = guests;
    }

    Optional<Guest> of(DelegateExecution execution) {
        return guests.find(InvitationModel.guest(execution))
                .filter(guest -> guest.attention() == Attention.WAITS_FOR_OWNER);
    }
}
