package dev.guestward.desk;

import dev.guestward.clinic.Clinic;
import dev.guestward.clinic.Clinics;
import dev.guestward.guest.PageOf;
import dev.guestward.people.Viewer;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;

/** The list of clinics, and one clinic with its guests. */
@DeskPage
class ClinicPageController {
    private static final int SIZE = 50;
    private static final String BY_END = "agreementEnd";

    private final Clinics clinics;
    private final ClinicViews views;
    private final GuestList guests;

    ClinicPageController(Clinics clinics, ClinicViews views, GuestList guests) {
        this.clinics = clinics;
        this.views = views;
        this.guests = guests;
    }

    @GetMapping("/clinics")
    String list(
            @RequestParam(defaultValue = "") String q,
            @RequestParam(defaultValue = "") String sort,
            @RequestParam(defaultValue = "") String page,
            Viewer viewer,
            Locale locale,
            Model model) {
        boolean byEnd = sort.equals(BY_END);
        List<Clinic> found = clinics.matching(q);
        if (byEnd) {
            found = found.stream()
                    .sorted(Comparator.comparing(Clinic::agreementEnd, Comparator.nullsLast(Comparator.naturalOrder())))
                    .toList();
        }
        int number = Math.min(ListQuery.number(page, 0, found.size(), 0), Math.max(0, (found.size() - 1) / SIZE));
        List<Clinic> shown =
                found.stream().skip((long) number * SIZE).limit(SIZE).toList();
        PageOf<ClinicRow> rows = PageOf.of(views.rows(shown, viewer, locale), SIZE, number, found.size());
        model.addAttribute("rows", rows.content());
        model.addAttribute("page", rows.page());
        model.addAttribute("q", q.strip());
        model.addAttribute("sort", byEnd ? BY_END : null);
        model.addAttribute("everybodys", viewer.isAdministrator() || viewer.isOwner());
        return "desk/clinics";
    }

    @GetMapping("/clinics/{key}")
    String clinic(
            @PathVariable String key,
            @RequestParam(required = false) @Nullable String state,
            @RequestParam(required = false) @Nullable String attention,
            @RequestParam(required = false) @Nullable String endsWithin,
            @RequestParam(required = false) @Nullable String q,
            @RequestParam(required = false) @Nullable String sort,
            @RequestParam(required = false) @Nullable String page,
            @RequestParam(required = false) @Nullable String size,
            Viewer viewer,
            Locale locale,
            Model model) {
        Clinic clinic = clinics.get(key);
        model.addAttribute("details", views.details(clinic, viewer, locale));
        guests.fill(
                model,
                ListQuery.of(state, attention, endsWithin, clinic.key(), q, sort, page, size)
                        .ofClinic(clinic.key()),
                clinic.id(),
                viewer,
                locale);
        return "desk/clinic";
    }
}
