package dev.guestward.desk;

import dev.guestward.guest.Grants;
import dev.guestward.invitation.InvitationAnswer;
import dev.guestward.invitation.InvitationRequest;
import dev.guestward.invitation.InvitationSettings;
import dev.guestward.invitation.Invitations;
import dev.guestward.people.Viewer;
import io.swagger.v3.oas.annotations.Hidden;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.CacheControl;
import org.springframework.http.ResponseEntity;
import org.springframework.security.web.csrf.CsrfToken;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** The request form in Tasklist: what it offers to choose from, and where it sends what was typed, past the engine. */
@Hidden
@RestController
@RequestMapping(path = "/tasklist-data/requests", produces = "application/json")
class TasklistRequestController {
    private final Invitations invitations;
    private final InviteChoices choices;
    private final InvitationSettings settings;
    private final Grants grants;
    private final Times times;

    TasklistRequestController(
            Invitations invitations, InviteChoices choices, InvitationSettings settings, Grants grants, Times times) {
        this.invitations = invitations;
        this.choices = choices;
        this.settings = settings;
        this.grants = grants;
        this.times = times;
    }

    /**
     * What the form needs.
     *
     * @param sponsors one for a sponsor, who sponsors nobody else's guests
     * @param key names this form, so that sending it twice asks only once
     */
    record Offer(
            List<InviteChoices.SponsorChoice> sponsors,
            List<Choice> grants,
            String soonest,
            String latest,
            String key,
            TasklistDataController.Token form) {}

    record Choice(String key, String name) {}

    /** What came of it; without a link the address is known here, and its sponsor is asked. */
    record Sent(@Nullable String link) {}

    @GetMapping
    ResponseEntity<Offer> offer(Viewer viewer, CsrfToken token) {
        Offer offer = new Offer(
                choices.sponsors(viewer),
                grants.grants().entrySet().stream()
                        .map(grant ->
                                new Choice(grant.getKey(), grant.getValue().name()))
                        .toList(),
                times.today().toString(),
                times.dayAfter(settings.longestAccess()).toString(),
                "tasklist-" + UUID.randomUUID(),
                new TasklistDataController.Token(token.getHeaderName(), token.getToken()));
        return ResponseEntity.ok().cacheControl(CacheControl.noStore()).body(offer);
    }

    @PostMapping(consumes = "application/json")
    Sent send(@RequestBody InvitationRequest request, @RequestHeader("Idempotency-Key") String key, Viewer viewer) {
        return invitations.request(request, viewer, key) instanceof InvitationAnswer.Accepted accepted
                ? new Sent("/guests/" + accepted.guest())
                : new Sent(null);
    }
}
