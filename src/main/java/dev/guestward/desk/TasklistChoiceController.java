package dev.guestward.desk;

import dev.guestward.guest.GuestId;
import dev.guestward.invitation.TaskSubjects;
import dev.guestward.people.Viewer;
import dev.guestward.problem.NotFound;
import dev.guestward.redemption.FollowUps;
import dev.guestward.redemption.RedemptionChoices;
import io.swagger.v3.oas.annotations.Hidden;
import java.util.Locale;
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

/** The sponsor's choice in Tasklist: what its form shows, and the corrected address, which is no process variable. */
@Hidden
@RestController
@RequestMapping(path = "/tasklist-data/tasks/{taskId}/choice", produces = "application/json")
class TasklistChoiceController {
    private final TaskSubjects subjects;
    private final FollowUps followUps;
    private final RedemptionChoices choices;
    private final Times times;

    TasklistChoiceController(TaskSubjects subjects, FollowUps followUps, RedemptionChoices choices, Times times) {
        this.subjects = subjects;
        this.followUps = followUps;
        this.choices = choices;
        this.times = times;
    }

    /**
     * What the form shows beside the guest.
     *
     * @param address an address that was entered before and is kept until the task is completed
     * @param csrfHeader name of the header that must bring {@code csrfToken} along when an address is sent
     */
    record Standing(
            Times.When invited, Times.When lapses, @Nullable String address, String csrfHeader, String csrfToken) {}

    /** A corrected address, unchecked. */
    record Correction(@Nullable String email) {
        @Override
        public String toString() {
            return "Correction[…]";
        }
    }

    @GetMapping
    ResponseEntity<Standing> standing(@PathVariable String taskId, Viewer viewer, Locale locale, CsrfToken csrf) {
        GuestId guest = guest(taskId, viewer);
        Standing standing = new Standing(
                times.day(followUps.invitedAt(guest), locale),
                times.day(followUps.lapsesAt(guest), locale),
                choices.keptAddress(guest).orElse(null),
                csrf.getHeaderName(),
                csrf.getToken());
        return ResponseEntity.ok().cacheControl(CacheControl.noStore()).body(standing);
    }

    @PutMapping(path = "/address", consumes = "application/json")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void address(@PathVariable String taskId, @RequestBody Correction correction, Viewer viewer) {
        String email = correction.email() == null ? "" : correction.email();
        choices.keepAddress(guest(taskId, viewer), viewer.id(), email);
    }

    private GuestId guest(String taskId, Viewer viewer) {
        return subjects.guestOf(taskId, viewer.id())
                .filter(guest -> followUps.isFollowed(guest))
                .orElseThrow(() -> new NotFound("There is nothing here, or it is not one of yours."));
    }
}
