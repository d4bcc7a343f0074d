package dev.guestward.desk;

import dev.guestward.hospital.HospitalSettings;
import dev.guestward.people.Viewer;
import dev.guestward.problem.NotFound;
import dev.guestward.report.ReportOnly;
import jakarta.servlet.http.HttpServletRequest;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpMethod;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.ControllerAdvice;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.servlet.ModelAndView;
import org.springframework.web.servlet.support.ServletUriComponentsBuilder;

/** Gives every page its surroundings, also the page that says that there is nothing. */
@ControllerAdvice(annotations = DeskPage.class)
@Order(Ordered.HIGHEST_PRECEDENCE)
class DeskAdvice {
    private static final List<String> LANGUAGES = List.of("en", "de");

    private final HospitalSettings hospital;
    private final ReportOnly report;
    private final AskablePages pages;

    DeskAdvice(HospitalSettings hospital, ReportOnly report, AskablePages pages) {
        this.hospital = hospital;
        this.report = report;
        this.pages = pages;
    }

    @ModelAttribute("shell")
    Shell shell(Viewer viewer, HttpServletRequest request) {
        return Shell.of(viewer, hospital.name(), reportOnly(), languages(request));
    }

    @ExceptionHandler(NotFound.class)
    ModelAndView notFound(Viewer viewer, HttpServletRequest request) {
        ModelAndView page = new ModelAndView("desk/not-found", HttpStatus.NOT_FOUND);
        page.addObject("shell", shell(viewer, request));
        page.addObject("clinic", request.getRequestURI().startsWith(request.getContextPath() + "/clinics"));
        return page;
    }

    private @Nullable String reportOnly() {
        if (!report.isOnAnywhere()) {
            return null;
        }
        return report.modes().containsValue(false) ? "some" : "all";
    }

    /** The page in each language. An answer to a form may stand where there is no page to ask for: then the one above it. */
    private Map<String, String> languages(HttpServletRequest request) {
        Map<String, String> addresses = new LinkedHashMap<>();
        String path = request.getRequestURI().substring(request.getContextPath().length());
        String shown = request.getMethod().equals(HttpMethod.GET.name()) ? path : pages.above(path);
        for (String language : LANGUAGES) {
            ServletUriComponentsBuilder address = ServletUriComponentsBuilder.fromRequest(request);
            if (!shown.equals(path)) {
                address.replacePath(request.getContextPath() + shown).replaceQuery(null);
            }
            addresses.put(
                    language,
                    address.scheme(null)
                            .host(null)
                            .port(null)
                            .replaceQueryParam(DeskConfiguration.LANGUAGE, language)
                            .build()
                            .toUriString());
        }
        return addresses;
    }
}
