package dev.guestward.desk;

import dev.guestward.people.Viewer;
import dev.guestward.readiness.TenantReadiness;
import java.util.Locale;
import org.springframework.context.MessageSource;
import org.springframework.security.access.AccessDeniedException;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;

/** Whether the tenant is ready: what waits, what is wrong, and what to do. For administrators. */
@DeskPage
class ReadinessPageController {
    private final TenantReadiness readiness;
    private final Times times;
    private final MessageSource texts;

    ReadinessPageController(TenantReadiness readiness, Times times, MessageSource texts) {
        this.readiness = readiness;
        this.times = times;
        this.texts = texts;
    }

    @GetMapping("/directory/readiness")
    String page(Viewer viewer, Locale locale, Model model) {
        return show("desk/readiness", viewer, locale, model);
    }

    /** The changing part of the page, while the checks are under way. */
    @GetMapping("/directory/readiness/live")
    String live(Viewer viewer, Locale locale, Model model) {
        return show("desk/readiness-live", viewer, locale, model);
    }

    @PostMapping("/directory/readiness")
    String again(Viewer viewer) {
        administrator(viewer);
        readiness.report(true);
        return "redirect:/directory/readiness";
    }

    private String show(String view, Viewer viewer, Locale locale, Model model) {
        administrator(viewer);
        model.addAttribute("readiness", ReadinessPage.of(readiness.report(false), times, texts, locale));
        return view;
    }

    private static void administrator(Viewer viewer) {
        if (!viewer.isAdministrator()) {
            throw new AccessDeniedException("for administrators");
        }
    }
}
