package dev.guestward.desk;

import dev.guestward.expiry.Extension;
import dev.guestward.expiry.Extensions;
import dev.guestward.guest.GuestId;
import dev.guestward.guest.Guests;
import dev.guestward.invitation.InvitationSettings;
import dev.guestward.invitation.TaskSubjects;
import dev.guestward.people.Viewer;
import dev.guestward.problem.NotFound;
import io.swagger.v3.oas.annotations.Hidden;
import org.jspecify.annotations.Nullable;
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

/** The sponsor's decision on the end of access in Tasklist: what its form shows, and the reason, which is no process variable. */
@Hidden
@RestController
@RequestMapping(path = "/tasklist-data/tasks/{taskId}/end", produces = "application/json")
class TasklistEndController {
    private final TaskSubjects subjects;
    private final Guests guests;
    private final Extensions extensions;
    private final InvitationSettings settings;
    private final Times times;

    TasklistEndController(
            TaskSubjects subjects, Guests guests, Extensions extensions, InvitationSettings settings, Times times) {
        this.subjects = subjects;
        this.guests = guests;
        this.extensions = extensions;
        this.settings = settings;
        this.times = times;
    }

    /**
     * What the form needs beside the guest.
     *
     * @param until a later end that was entered before and is kept until the task is completed, with its reason
     * @param soonest the present end, a day
     * @param latest the last day an extension may reach
     * @param csrfHeader name of the header that must bring {@code csrfToken} along
     */
    record Standing(
            @Nullable String until,
            @Nullable String reason,
            String soonest,
            String latest,
            String csrfHeader,
            String csrfToken) {
        @Override
        public String toString() {
            return "Standing[…]";
        }
    }

    @GetMapping
    ResponseEntity<Standing> standing(@PathVariable String taskId, Viewer viewer, CsrfToken csrf) {
        GuestId guest = guest(taskId, viewer);
        Extension kept = extensions.kept(guest).orElse(new Extension(null, null, null));
        Standing standing = new Standing(
                kept.until(),
                kept.reason(),
                times.dayOf(guests.get(guest).accessUntil()).toString(),
                times.dayAfter(settings.longestAccess()).toString(),
                csrf.getHeaderName(),
                csrf.getToken());
        return ResponseEntity.ok().cacheControl(CacheControl.noStore()).body(standing);
    }

    /** Checks what was entered, and keeps it. */
    @PutMapping(consumes = "application/json")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void keep(@PathVariable String taskId, @RequestBody Extension extension, Viewer viewer) {
        extensions.keep(guest(taskId, viewer), new Extension(extension.until(), extension.reason(), false), viewer);
    }

    private GuestId guest(String taskId, Viewer viewer) {
        return subjects.guestOf(taskId, viewer.id())
                .orElseThrow(() -> new NotFound("There is nothing here, or it is not one of yours."));
    }
}
