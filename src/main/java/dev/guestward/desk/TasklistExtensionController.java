package dev.guestward.desk;

import dev.guestward.expiry.ExtensionApprovals;
import dev.guestward.expiry.WaitingExtension;
import dev.guestward.guest.Guest;
import dev.guestward.guest.GuestId;
import dev.guestward.guest.Guests;
import dev.guestward.invitation.TaskSubjects;
import dev.guestward.people.People;
import dev.guestward.people.Viewer;
import dev.guestward.problem.NotFound;
import io.swagger.v3.oas.annotations.Hidden;
import java.util.Locale;
import org.springframework.http.CacheControl;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;

/** What an owner's form in Tasklist shows of an extension that waits. */
@Hidden
@RestController
class TasklistExtensionController {
    private final TaskSubjects subjects;
    private final ExtensionApprovals approvals;
    private final Guests guests;
    private final GuestViews views;
    private final People people;
    private final Times times;

    TasklistExtensionController(
            TaskSubjects subjects,
            ExtensionApprovals approvals,
            Guests guests,
            GuestViews views,
            People people,
            Times times) {
        this.subjects = subjects;
        this.approvals = approvals;
        this.guests = guests;
        this.views = views;
        this.people = people;
        this.times = times;
    }

    /**
     * The extension.
     *
     * @param mayDecide false for whoever has asked for it or is the sponsor
     */
    record Asked(Times.When until, String reason, String askedBy, boolean mayDecide) {
        @Override
        public String toString() {
            return "Asked[…]";
        }
    }

    @GetMapping(path = "/tasklist-data/tasks/{taskId}/extension", produces = "application/json")
    ResponseEntity<Asked> asked(@PathVariable String taskId, Viewer viewer, Locale locale) {
        GuestId id = subjects.guestOf(taskId, viewer.id()).orElseThrow(TasklistExtensionController::nothing);
        Guest guest = guests.get(id);
        WaitingExtension waiting = approvals.waiting(id).orElseThrow(TasklistExtensionController::nothing);
        boolean mayDecide = people.byId(viewer.id())
                .filter(person -> ExtensionApprovals.mayDecide(waiting, guest, person))
                .isPresent();
        Asked asked = new Asked(
                times.day(waiting.until(), locale),
                Shown.text(waiting.reason()),
                views.person(waiting.askedBy(), locale),
                mayDecide);
        return ResponseEntity.ok().cacheControl(CacheControl.noStore()).body(asked);
    }

    private static NotFound nothing() {
        return new NotFound("There is nothing here, or it is not one of yours.");
    }
}
