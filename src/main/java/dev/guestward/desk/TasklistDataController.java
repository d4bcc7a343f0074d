package dev.guestward.desk;

import dev.guestward.guest.Guest;
import dev.guestward.guest.GuestId;
import dev.guestward.guest.Guests;
import dev.guestward.guest.Timeline;
import dev.guestward.invitation.InvitationApprovals;
import dev.guestward.invitation.TaskSubjects;
import dev.guestward.people.Viewer;
import dev.guestward.problem.NotFound;
import io.swagger.v3.oas.annotations.Hidden;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.springframework.http.CacheControl;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.security.web.csrf.CsrfToken;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** What forms in Tasklist show of a guest. It is asked for from here, so that names never become process variables. */
@Hidden
@RestController
@RequestMapping(path = "/tasklist-data", produces = "application/json")
class TasklistDataController {
    private final Guests guests;
    private final TaskSubjects subjects;
    private final InvitationApprovals approvals;
    private final GuestViews views;
    private final Timeline timeline;
    private final Times times;

    TasklistDataController(
            Guests guests,
            TaskSubjects subjects,
            InvitationApprovals approvals,
            GuestViews views,
            Timeline timeline,
            Times times) {
        this.guests = guests;
        this.subjects = subjects;
        this.approvals = approvals;
        this.views = views;
        this.timeline = timeline;
        this.times = times;
    }

    /**
     * A guest, for a form.
     *
     * @param accessUntil a day in the hospital's zone, with its distance, in the person's language
     * @param version goes with a decision, which is refused if the guest has changed since
     * @param ownRequest whether the person who looks asked for this guest or would sponsor it, and so may not decide
     * @param trouble what the tenant refused last; empty if it refused nothing
     * @param link the guest's page; null for a deputy who may not see it
     * @param form what the form sends along to prove that it is ours
     */
    record Subject(
            String id,
            String displayName,
            String email,
            String clinic,
            String sponsor,
            String requestedBy,
            String purpose,
            List<String> grants,
            Times.When accessUntil,
            long version,
            boolean ownRequest,
            String trouble,
            @Nullable String link,
            Token form) {}

    /** The name of a header, and its value. */
    record Token(String header, String value) {}

    record Decision(
            @Nullable String decision,
            @Nullable String comment,
            @Nullable Long version) {
        @Override
        public String toString() {
            return "Decision[…]";
        }
    }

    @GetMapping("/guests/{id}")
    ResponseEntity<Subject> guest(@PathVariable String id, Viewer viewer, Locale locale, CsrfToken token) {
        GuestId guest = GuestId.parse(id).orElseThrow(TasklistDataController::nothing);
        return subject(guests.visible(guest, viewer), viewer, locale, token);
    }

    @GetMapping("/tasks/{taskId}")
    ResponseEntity<Subject> task(@PathVariable String taskId, Viewer viewer, Locale locale, CsrfToken token) {
        // not every task is about one guest
        Guest guest = guests.find(guestOf(taskId, viewer)).orElseThrow(TasklistDataController::nothing);
        return subject(guest, viewer, locale, token);
    }

    /** What the form sends on "Complete": the comment must not become a variable of the engine. */
    @PostMapping(path = "/tasks/{taskId}/decision", consumes = "application/json")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void decide(@PathVariable String taskId, @RequestBody Decision decision, Viewer viewer) {
        approvals.decide(guestOf(taskId, viewer), viewer, decision.decision(), decision.comment(), decision.version());
    }

    private GuestId guestOf(String taskId, Viewer viewer) {
        return subjects.guestOf(taskId, viewer.id()).orElseThrow(TasklistDataController::nothing);
    }

    private ResponseEntity<Subject> subject(Guest guest, Viewer viewer, Locale locale, CsrfToken token) {
        GuestId id = guest.id();
        Subject subject = new Subject(
                id.toString(),
                Shown.text(guest.displayName()),
                Shown.text(guest.email()),
                views.clinic(guest),
                views.person(guest.sponsor(), locale),
                views.person(guest.requestedBy(), locale),
                Shown.text(guest.purpose()),
                views.grantNames(guest),
                times.day(guest.accessUntil(), locale),
                guest.version(),
                viewer.is(guest.sponsor()) || viewer.is(guest.requestedBy()),
                trouble(id, locale),
                Guests.maySee(viewer, guest) ? "/guests/" + id : null,
                new Token(token.getHeaderName(), token.getToken()));
        return ResponseEntity.ok().cacheControl(CacheControl.noStore()).body(subject);
    }

    private String trouble(GuestId id, Locale locale) {
        return timeline.of(id, locale).stream()
                .filter(line -> line.code().endsWith("-refused"))
                .reduce((earlier, later) -> later)
                .map(Timeline.Line::text)
                .orElse("");
    }

    private static NotFound nothing() {
        return new NotFound("There is nothing here, or it is not one of yours.");
    }
}
