package dev.guestward.desk;

import dev.guestward.clinic.Clinics;
import dev.guestward.people.Viewer;
import dev.guestward.readiness.ReadinessReport;
import dev.guestward.readiness.TenantReadiness;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.springframework.context.MessageSource;
import org.springframework.security.access.AccessDeniedException;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/** Whether the tenant is ready: what waits, what is wrong, and what to do. For administrators. */
@DeskPage
class ReadinessPageController {
    private final TenantReadiness readiness;
    private final Clinics clinics;
    private final Times times;
    private final MessageSource texts;

    ReadinessPageController(TenantReadiness readiness, Clinics clinics, Times times, MessageSource texts) {
        this.readiness = readiness;
        this.clinics = clinics;
        this.times = times;
        this.texts = texts;
    }

    @GetMapping("/directory/readiness")
    String page(@RequestParam(required = false) @Nullable String clinic, Viewer viewer, Locale locale, Model model) {
        return show("desk/readiness", clinic, viewer, locale, model);
    }

    /** The changing part of the page, while the checks are under way. */
    @GetMapping("/directory/readiness/live")
    String live(@RequestParam(required = false) @Nullable String clinic, Viewer viewer, Locale locale, Model model) {
        return show("desk/readiness-live", clinic, viewer, locale, model);
    }

    @PostMapping("/directory/readiness")
    String again(
            @RequestParam(required = false) @Nullable String clinic, Viewer viewer, RedirectAttributes attributes) {
        administrator(viewer);
        readiness.report(true);
        if (clinic != null) {
            attributes.addAttribute("clinic", clinic);
        }
        return "redirect:/directory/readiness";
    }

    private String show(String view, @Nullable String clinic, Viewer viewer, Locale locale, Model model) {
        administrator(viewer);
        model.addAttribute(
                "readiness", clinic == null || clinic.isBlank() ? everything(locale) : about(clinic, locale));
        return view;
    }

    private ReadinessPage everything(Locale locale) {
        return ReadinessPage.of(readiness.report(false), null, times, texts, locale);
    }

    private ReadinessPage about(String clinic, Locale locale) {
        ReadinessReport report = readiness.report(false, clinic);
        ReadinessPage.Narrowed narrowed = clinics.byKey(clinic)
                .map(found -> new ReadinessPage.Narrowed(found.key(), found.name()))
                .orElse(null);
        return ReadinessPage.of(report, narrowed, times, texts, locale);
    }

    private static void administrator(Viewer viewer) {
        if (!viewer.isAdministrator()) {
            throw new AccessDeniedException("for administrators");
        }
    }
}
