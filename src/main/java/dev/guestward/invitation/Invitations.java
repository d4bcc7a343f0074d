package dev.guestward.invitation;

import dev.guestward.audit.Actor;
import dev.guestward.guest.Guest;
import dev.guestward.guest.GuestId;
import dev.guestward.guest.Guests;
import dev.guestward.guest.NewGuest;
import dev.guestward.people.Viewer;
import dev.guestward.problem.Conflict;
import dev.guestward.problem.InvalidInput;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** Takes requests for guests. */
@Component
public class Invitations {
    private final InvitationRules rules;
    private final Guests guests;
    private final InvitationWorkflow workflow;
    private final RepeatedRequests repeated;

    Invitations(InvitationRules rules, Guests guests, InvitationWorkflow workflow, RepeatedRequests repeated) {
        this.rules = rules;
        this.guests = guests;
        this.workflow = workflow;
        this.repeated = repeated;
    }

    /**
     * Registers a guest and starts the workflow, all in one transaction or not at all.
     *
     * @param idempotencyKey the caller's name for this request; the same key gets the same answer
     * @throws InvalidInput naming every field that is not acceptable
     * @throws Conflict if the caller's own list holds the address already
     */
    @Transactional
    public InvitationAnswer request(InvitationRequest request, Viewer caller, @Nullable String idempotencyKey) {
        if (idempotencyKey == null) {
            return accept(request, caller);
        }
        Optional<InvitationAnswer> before = repeated.answerTo(caller, idempotencyKey, request);
        if (before.isPresent()) {
            return before.get();
        }
        InvitationAnswer answer = accept(request, caller);
        repeated.remember(caller, idempotencyKey, answer);
        return answer;
    }

    private InvitationAnswer accept(InvitationRequest request, Viewer caller) {
        NewGuest wanted = rules.checked(request, caller);
        Optional<Guest> known = guests.openWithAddress(wanted.email());
        if (known.isPresent()) {
            return alreadyThere(known.get(), caller);
        }
        GuestId id = guests.register(wanted).id();
        workflow.start(id);
        return new InvitationAnswer.Accepted(id);
    }

    private InvitationAnswer alreadyThere(Guest known, Viewer caller) {
        if (Guests.maySee(caller, known)) {
            throw new Conflict("This address is already on the list as guest " + known.id() + ". Nothing was sent.");
        }
        guests.note(
                known.id(),
                Actor.person(caller.id().value()),
                "co-sponsorship-asked",
                Map.of("by", caller.id().value()));
        return new InvitationAnswer.KnownHere();
    }
}
