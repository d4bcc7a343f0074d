package dev.guestward.signup.web;

import dev.guestward.clinic.Clinic;
import dev.guestward.clinic.Clinics;
import dev.guestward.invitation.InvitationAnswer;
import dev.guestward.people.People;
import dev.guestward.people.Person;
import dev.guestward.people.PersonId;
import dev.guestward.people.Viewer;
import dev.guestward.problem.NotFound;
import dev.guestward.signup.SignUp;
import dev.guestward.signup.SignUpRequests;
import dev.guestward.signup.SignUpRequests.Terms;
import io.swagger.v3.oas.annotations.Parameter;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** Clinicians who signed up and wait for their sponsor, over the API. */
@RestController
@RequestMapping("/api/sign-ups")
class SignUpDecisionsController {
    private final SignUpRequests requests;
    private final Clinics clinics;
    private final People people;

    SignUpDecisionsController(SignUpRequests requests, Clinics clinics, People people) {
        this.requests = requests;
        this.clinics = clinics;
        this.people = people;
    }

    /** One that waits. */
    record SignUpView(
            String id,
            String email,
            String displayName,
            String clinic,
            String purpose,
            List<String> grants,
            String accessUntil,
            Instant confirmedAt,
            Instant lapsesAt,
            @Nullable SponsorRef sponsor) {
        @Override
        public String toString() {
            return "SignUpView[" + id + "]";
        }
    }

    /** Who is asked; missing as long as the clinician has not chosen anybody. */
    record SponsorRef(String id, @Nullable String displayName) {}

    /** @param sponsor user name, mail address or object id of somebody on the clinic's list */
    record Handover(@Nullable String sponsor) {}

    /** @param reason why; needed */
    record Refusal(@Nullable String reason) {
        @Override
        public String toString() {
            return "Refusal[…]";
        }
    }

    /** Those that wait for the caller, or for anybody if an administrator asks; the oldest first. */
    @GetMapping(produces = "application/json")
    Map<String, List<SignUpView>> waiting(@Parameter(hidden = true) Viewer viewer) {
        return Map.of(
                "content", requests.waitingFor(viewer).stream().map(this::view).toList());
    }

    /** Asks for the guest; what the body leaves out stays as the clinician gave it. */
    @PostMapping(path = "/{id}/acceptance", produces = "application/json")
    @ResponseStatus(HttpStatus.ACCEPTED)
    Map<String, Object> accept(
            @PathVariable String id,
            @RequestBody(required = false) @Nullable Terms terms,
            @Parameter(hidden = true) Viewer viewer) {
        InvitationAnswer answer =
                requests.accept(parsed(id), terms == null ? new Terms(null, null, null, null) : terms, viewer);
        Map<String, Object> body = new LinkedHashMap<>();
        if (answer instanceof InvitationAnswer.Accepted accepted) {
            String self = "/api/guests/" + accepted.guest();
            body.put("guestId", accepted.guest().toString());
            body.put(
                    "links",
                    Map.of("self", self, "timeline", self + "/timeline", "page", "/guests/" + accepted.guest()));
        } else {
            body.put("message", "This person is known here. Their sponsor has been asked for co-sponsorship.");
        }
        return body;
    }

    @PostMapping(path = "/{id}/decline", consumes = "application/json")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void decline(@PathVariable String id, @RequestBody Refusal refusal, @Parameter(hidden = true) Viewer viewer) {
        requests.decline(parsed(id), refusal.reason(), viewer);
    }

    /** Hands it to another sponsor of the clinic; for administrators. */
    @PostMapping(path = "/{id}/sponsor", consumes = "application/json")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void assign(@PathVariable String id, @RequestBody Handover handover, @Parameter(hidden = true) Viewer viewer) {
        requests.assign(parsed(id), handover.sponsor(), viewer);
    }

    private static UUID parsed(String id) {
        try {
            return UUID.fromString(id);
        } catch (IllegalArgumentException e) {
            throw new NotFound("There is no such request, or it is not yours.");
        }
    }

    private SignUpView view(SignUp signUp) {
        return new SignUpView(
                signUp.id().toString(),
                signUp.email(),
                signUp.displayName(),
                clinics.byId(signUp.clinicId()).map(Clinic::key).orElse(""),
                signUp.purpose(),
                signUp.grants(),
                signUp.accessUntil(),
                signUp.confirmedAt(),
                requests.lapsesAt(signUp),
                signUp.sponsor() == null ? null : sponsor(signUp.sponsor()));
    }

    private SponsorRef sponsor(PersonId id) {
        return new SponsorRef(
                id.value(), people.byId(id).map(Person::displayName).orElse(null));
    }
}
