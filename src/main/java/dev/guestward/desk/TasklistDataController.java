package dev.guestward.desk;

import dev.guestward.guest.Guest;
import dev.guestward.guest.GuestId;
import dev.guestward.guest.Guests;
import dev.guestward.guest.Timeline;
import dev.guestward.invitation.TaskSubjects;
import dev.guestward.people.Viewer;
import dev.guestward.problem.NotFound;
import io.swagger.v3.oas.annotations.Hidden;
import java.util.List;
import java.util.Locale;
import org.springframework.http.CacheControl;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** What forms in Tasklist show of a guest. It is asked for from here, so that names never become process variables. */
@Hidden
@RestController
@RequestMapping(path = "/tasklist-data", produces = "application/json")
class TasklistDataController {
    private final Guests guests;
    private final TaskSubjects subjects;
    private final GuestViews views;
    private final Timeline timeline;
    private final Times times;

    TasklistDataController(Guests guests, TaskSubjects subjects, GuestViews views, Timeline timeline, Times times) {
        this.guests = guests;
        this.subjects = subjects;
        this.views = views;
        this.timeline = timeline;
        this.times = times;
    }

    /**
     * A guest, for a form.
     *
     * @param accessUntil a day in the hospital's zone, with its distance, in the person's language
     * @param ownRequest whether the person who looks asked for this guest or would sponsor it, and so may not decide
     * @param trouble what the tenant refused last; empty if it refused nothing
     * @param link the guest's page
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
            boolean ownRequest,
            String trouble,
            String link) {}

    @GetMapping("/guests/{id}")
    ResponseEntity<Subject> guest(@PathVariable String id, Viewer viewer, Locale locale) {
        return subject(GuestId.parse(id).orElseThrow(TasklistDataController::nothing), viewer, locale);
    }

    @GetMapping("/tasks/{taskId}")
    ResponseEntity<Subject> task(@PathVariable String taskId, Viewer viewer, Locale locale) {
        return subject(
                subjects.guestOf(taskId, viewer.id()).orElseThrow(TasklistDataController::nothing), viewer, locale);
    }

    private ResponseEntity<Subject> subject(GuestId id, Viewer viewer, Locale locale) {
        Guest guest = guests.visible(id, viewer);
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
                viewer.is(guest.sponsor()) || viewer.is(guest.requestedBy()),
                trouble(id, locale),
                "/guests/" + id);
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
