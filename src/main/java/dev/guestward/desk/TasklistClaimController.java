package dev.guestward.desk;

import dev.guestward.people.Viewer;
import dev.guestward.sponsorship.Claims;
import dev.guestward.sponsorship.Claims.Question;
import dev.guestward.sponsorship.Succession.Rung;
import dev.guestward.sponsorship.Successions;
import io.swagger.v3.oas.annotations.Hidden;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
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

/** "Take over guests" in Tasklist: what its form shows, and what was chosen, which is no process variable. */
@Hidden
@RestController
@RequestMapping(path = "/tasklist-data/tasks/{taskId}/claim", produces = "application/json")
class TasklistClaimController {
    private final Claims claims;
    private final GuestViews views;
    private final Times times;

    TasklistClaimController(Claims claims, GuestViews views, Times times) {
        this.claims = claims;
        this.views = views;
        this.times = times;
    }

    /**
     * What the form shows.
     *
     * @param names whether somebody else may be named, because it is the pool that is asked
     * @param self whether whoever looks may be a sponsor
     */
    record Asked(
            String sponsor,
            Times.When due,
            boolean names,
            boolean self,
            List<Line> guests,
            String csrfHeader,
            String csrfToken) {}

    record Line(
            String id,
            String displayName,
            String clinic,
            String purpose,
            List<String> grants,
            String state,
            Times.When accessUntil) {
        @Override
        public String toString() {
            return "Line[" + id + "]";
        }
    }

    record Choice(@Nullable List<UUID> guests, @Nullable String sponsor) {}

    @GetMapping
    ResponseEntity<Asked> asked(@PathVariable String taskId, Viewer viewer, Locale locale, CsrfToken csrf) {
        Question question = claims.ofTask(taskId, viewer);
        Asked asked = new Asked(
                views.person(question.sponsor(), locale),
                times.day(Successions.due(question.claim()), locale),
                question.claim().rung() == Rung.POOL,
                viewer.isSponsor(),
                question.guests().stream()
                        .map(guest -> new Line(
                                guest.id().toString(),
                                Shown.text(guest.displayName()),
                                views.clinic(guest),
                                Shown.text(guest.purpose()),
                                views.grantNames(guest),
                                views.state(guest, locale),
                                times.day(guest.accessUntil(), locale)))
                        .toList(),
                csrf.getHeaderName(),
                csrf.getToken());
        return ResponseEntity.ok().cacheControl(CacheControl.noStore()).body(asked);
    }

    @PutMapping(consumes = "application/json")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void keep(@PathVariable String taskId, @RequestBody Choice choice, Viewer viewer) {
        claims.keep(
                claims.ofTask(taskId, viewer),
                choice.guests() == null ? List.of() : choice.guests(),
                choice.sponsor(),
                viewer);
    }
}
