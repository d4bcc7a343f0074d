package dev.guestward.desk;

import dev.guestward.adoption.Claims;
import dev.guestward.adoption.FoundGuest;
import dev.guestward.clinic.Clinic;
import dev.guestward.clinic.Clinics;
import dev.guestward.people.Viewer;
import io.swagger.v3.oas.annotations.Hidden;
import java.util.List;
import java.util.Locale;
import org.springframework.http.CacheControl;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.security.web.csrf.CsrfToken;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** The claim of guests that were found, in Tasklist: what its form shows, and the answer, which is no process variable. */
@Hidden
@RestController
@RequestMapping(path = "/tasklist-data/tasks/{taskId}/found", produces = "application/json")
class TasklistAdoptionController {
    private final Claims claims;
    private final Clinics clinics;
    private final Times times;

    TasklistAdoptionController(Claims claims, Clinics clinics, Times times) {
        this.claims = claims;
        this.clinics = clinics;
        this.times = times;
    }

    /**
     * A batch, for the form.
     *
     * @param clinic its name; empty if the guests' mail domains are no clinic's, and one of {@code clinics} must be chosen
     * @param mayClaim whether the person is a sponsor; administrators may only have guests removed
     * @param csrfHeader name of the header that must bring {@code csrfToken} along
     */
    record Batch(
            String clinic,
            List<Choice> clinics,
            List<One> guests,
            Times.When due,
            boolean mayClaim,
            String csrfHeader,
            String csrfToken) {}

    record Choice(String key, String name) {}

    /** A guest of the batch; no more of the person than is needed to know them by. */
    record One(String id, String name, String mail, boolean pending) {}

    @GetMapping
    ResponseEntity<Batch> batch(@PathVariable String taskId, Viewer viewer, Locale locale, CsrfToken csrf) {
        Claims.Subject subject = claims.of(taskId, viewer);
        Batch batch = new Batch(
                subject.clinic().map(Clinic::name).orElse(""),
                subject.clinic().isPresent()
                        ? List.of()
                        : clinics.all().stream()
                                .map(clinic -> new Choice(clinic.key(), clinic.name()))
                                .toList(),
                subject.guests().stream().map(TasklistAdoptionController::one).toList(),
                times.moment(subject.batch().dueAt(), locale),
                viewer.isSponsor(),
                csrf.getHeaderName(),
                csrf.getToken());
        return ResponseEntity.ok().cacheControl(CacheControl.noStore()).body(batch);
    }

    private static One one(FoundGuest guest) {
        return new One(
                guest.id().toString(),
                Shown.text(guest.displayName()),
                Shown.text(guest.email()),
                guest.facts().pending());
    }

    /** Checks what was entered, and keeps it. */
    @PutMapping(consumes = "application/json")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void keep(@PathVariable String taskId, @RequestBody Claims.Answer answer, Viewer viewer) {
        claims.keep(taskId, answer, viewer);
    }
}
