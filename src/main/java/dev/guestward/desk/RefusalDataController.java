package dev.guestward.desk;

import dev.guestward.clinic.Clinic;
import dev.guestward.clinic.Clinics;
import dev.guestward.guest.Guest;
import dev.guestward.guest.Guests;
import dev.guestward.invitation.TaskSubjects;
import dev.guestward.people.Viewer;
import dev.guestward.problem.NotFound;
import dev.guestward.readiness.Finding;
import dev.guestward.readiness.ReadinessReport;
import dev.guestward.readiness.Result;
import dev.guestward.readiness.TenantReadiness;
import io.swagger.v3.oas.annotations.Hidden;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.springframework.context.MessageSource;
import org.springframework.http.CacheControl;
import org.springframework.http.ResponseEntity;
import org.springframework.security.access.AccessDeniedException;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;

/** What the form about a refused invitation shows of the tenant: the rules that keep this guest's clinic out. */
@Hidden
@RestController
class RefusalDataController {
    private final Guests guests;
    private final TaskSubjects subjects;
    private final Clinics clinics;
    private final TenantReadiness readiness;
    private final MessageSource texts;

    RefusalDataController(
            Guests guests, TaskSubjects subjects, Clinics clinics, TenantReadiness readiness, MessageSource texts) {
        this.guests = guests;
        this.subjects = subjects;
        this.clinics = clinics;
        this.readiness = readiness;
        this.texts = texts;
    }

    /**
     * What stands in the way.
     *
     * @param checking whether a newer look is under way
     * @param link the page with all checks that matter for the clinic
     */
    record Refusal(List<Obstacle> obstacles, boolean checking, String link) {}

    record Obstacle(String text, @Nullable String whatToDo) {}

    @GetMapping(path = "/tasklist-data/tasks/{taskId}/refusal", produces = "application/json")
    ResponseEntity<Refusal> refusal(@PathVariable String taskId, Viewer viewer, Locale locale) {
        if (!viewer.isAdministrator()) {
            throw new AccessDeniedException("for administrators");
        }
        String clinic = subjects.guestOf(taskId, viewer.id())
                .map(id -> guests.visible(id, viewer))
                .map(Guest::clinicId)
                .flatMap(clinics::byId)
                .map(Clinic::key)
                .orElseThrow(() -> new NotFound("There is nothing here, or it is not one of yours."));
        ReadinessReport report = readiness.report(false, clinic);
        Refusal refusal = new Refusal(
                report.findings().stream()
                        .filter(finding -> finding.result() == Result.BLOCKED)
                        .map(finding -> obstacle(finding, locale))
                        .toList(),
                report.checking(),
                "/directory/readiness?clinic=" + clinic);
        return ResponseEntity.ok().cacheControl(CacheControl.noStore()).body(refusal);
    }

    private Obstacle obstacle(Finding finding, Locale locale) {
        return new Obstacle(
                texts.getMessage(finding.text(), locale),
                finding.whatToDo() == null ? null : texts.getMessage(finding.whatToDo(), locale));
    }
}
