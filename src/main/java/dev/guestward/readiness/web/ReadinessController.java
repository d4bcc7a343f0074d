package dev.guestward.readiness.web;

import dev.guestward.people.Viewer;
import dev.guestward.readiness.ReadinessReport;
import dev.guestward.readiness.TenantReadiness;
import dev.guestward.readiness.Words;
import io.swagger.v3.oas.annotations.Parameter;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.springframework.context.MessageSource;
import org.springframework.security.access.AccessDeniedException;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Tells administrators and their monitoring how ready the tenant is. */
@RestController
class ReadinessController {
    private final TenantReadiness readiness;
    private final MessageSource texts;

    ReadinessController(TenantReadiness readiness, MessageSource texts) {
        this.readiness = readiness;
        this.texts = texts;
    }

    /**
     * Each check with what it switches off and what to do, and what is keeping acts waiting now.
     *
     * @param fresh whether to look again instead of telling what was found in the last five minutes; answers after a few
     *     seconds even if the directory does not, with {@code checking} set
     * @param clinic key of a clinic, to leave out what concerns others only
     */
    @GetMapping(path = "/api/tenant/readiness", produces = "application/json")
    ReadinessView readiness(
            @RequestParam(defaultValue = "false") boolean fresh,
            @RequestParam(required = false) @Nullable String clinic,
            @Parameter(hidden = true) Viewer viewer,
            @Parameter(hidden = true) Locale locale) {
        if (!viewer.isAdministrator()) {
            throw new AccessDeniedException("for administrators");
        }
        return view(clinic == null ? readiness.report(fresh) : readiness.report(fresh, clinic), locale);
    }

    private ReadinessView view(ReadinessReport report, Locale locale) {
        return new ReadinessView(
                report.checkedAt(),
                report.overall().name(),
                report.checking(),
                report.reportsOnly() ? "report-only" : "live",
                report.findings().stream()
                        .map(finding -> new ReadinessView.Check(
                                finding.code(),
                                finding.subject(),
                                finding.result().name(),
                                text(finding.text(), locale),
                                finding.whatToDo() == null ? null : text(finding.whatToDo(), locale),
                                finding.clinic(),
                                report.checkedAt()))
                        .toList(),
                report.outages().stream()
                        .map(outage -> new ReadinessView.Outage(
                                outage.trouble().name(),
                                outage.subject(),
                                outage.code(),
                                outage.since(),
                                outage.nextTryAt(),
                                outage.hits(),
                                text(outage.text(), locale),
                                text(outage.then(), locale)))
                        .toList(),
                report.backlog().stream()
                        .map(open -> new ReadinessView.Open(
                                open.kind(), open.open(), open.oldest().toSeconds()))
                        .toList());
    }

    private String text(Words words, Locale locale) {
        return texts.getMessage(words, locale);
    }
}
