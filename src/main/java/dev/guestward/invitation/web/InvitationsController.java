package dev.guestward.invitation.web;

import dev.guestward.guest.Guest;
import dev.guestward.guest.GuestId;
import dev.guestward.guest.GuestState;
import dev.guestward.guest.Guests;
import dev.guestward.invitation.InvitationAnswer;
import dev.guestward.invitation.InvitationApprovals;
import dev.guestward.invitation.InvitationRequest;
import dev.guestward.invitation.Invitations;
import dev.guestward.people.Viewer;
import dev.guestward.problem.NotFound;
import io.swagger.v3.oas.annotations.Parameter;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** Requests for guests, over the API. */
@RestController
@RequestMapping("/api/invitations")
class InvitationsController {
    private final Invitations invitations;
    private final InvitationApprovals approvals;
    private final Guests guests;

    InvitationsController(Invitations invitations, InvitationApprovals approvals, Guests guests) {
        this.invitations = invitations;
        this.approvals = approvals;
        this.guests = guests;
    }

    /**
     * Asks for a guest. The work goes on after the answer; the links lead to where it shows.
     *
     * @return the guest's id and state, or for an address known here already a word that its sponsor was asked
     */
    @PostMapping(consumes = "application/json", produces = "application/json")
    @ResponseStatus(HttpStatus.ACCEPTED)
    Map<String, Object> invite(
            @RequestBody InvitationRequest request,
            @RequestHeader(name = "Idempotency-Key", required = false) @Nullable String idempotencyKey,
            @Parameter(hidden = true) Viewer viewer) {
        InvitationAnswer answer = invitations.request(request, viewer, idempotencyKey);
        Map<String, Object> body = new LinkedHashMap<>();
        if (answer instanceof InvitationAnswer.Accepted accepted) {
            Guest guest = guests.get(accepted.guest());
            // of somebody else's guest, after a handover, a repeated request tells no more than the first answer did
            GuestState state = Guests.maySee(viewer, guest) ? guest.state() : accepted.state();
            String self = "/api/guests/" + guest.id();
            body.put("guestId", guest.id().toString());
            body.put("state", state.name());
            body.put("links", Map.of("self", self, "timeline", self + "/timeline", "page", "/guests/" + guest.id()));
        } else {
            body.put("message", "This person is known here. Their sponsor has been asked for co-sponsorship.");
        }
        return body;
    }

    /**
     * A decision on a request that waits for an owner.
     *
     * @param decision {@code approve} or {@code decline}
     * @param comment why; needed to decline
     * @param version of the guest as it was read; if it has changed since, nothing is decided
     */
    record Decision(
            @Nullable String decision,
            @Nullable String comment,
            @Nullable Long version) {
        @Override
        public String toString() {
            return "Decision[…]";
        }
    }

    /** Decides on a request; nobody does so on one of their own. */
    @PostMapping(path = "/{guestId}/decision", consumes = "application/json")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void decide(@PathVariable String guestId, @RequestBody Decision decision, @Parameter(hidden = true) Viewer viewer) {
        approvals.decide(
                GuestId.parse(guestId).orElseThrow(() -> new NotFound("There is no such request.")),
                viewer,
                decision.decision(),
                decision.comment(),
                decision.version());
    }
}
