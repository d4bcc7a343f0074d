package dev.guestward.desk;

import dev.guestward.clinic.Clinic;
import dev.guestward.clinic.Clinics;
import dev.guestward.guest.GuestCounts;
import dev.guestward.people.Viewer;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** The list of guests. Its address holds the whole view, so every view can be linked to. */
@DeskPage
class GuestListController {
    private final GuestList list;
    private final GuestCounts counts;
    private final Clinics clinics;

    GuestListController(GuestList list, GuestCounts counts, Clinics clinics) {
        this.list = list;
        this.counts = counts;
        this.clinics = clinics;
    }

    @GetMapping("/guests")
    String list(
            @RequestParam(required = false) @Nullable String state,
            @RequestParam(required = false) @Nullable String attention,
            @RequestParam(required = false) @Nullable String endsWithin,
            @RequestParam(required = false) @Nullable String clinic,
            @RequestParam(required = false) @Nullable String q,
            @RequestParam(required = false) @Nullable String sort,
            @RequestParam(required = false) @Nullable String page,
            @RequestParam(required = false) @Nullable String size,
            Viewer viewer,
            Locale locale,
            Model model) {
        List<Clinic> all = clinics.all();
        Optional<Clinic> chosen = all.stream()
                .filter(one -> clinic != null && one.key().equals(clinic.strip()))
                .findFirst();
        String key = chosen.map(Clinic::key).orElse(null);
        list.fill(
                model,
                ListQuery.of(state, attention, endsWithin, key, q, sort, page, size),
                chosen.map(Clinic::id).orElse(null),
                viewer,
                locale);
        model.addAttribute("none", counts.of(viewer).total() == 0);
        model.addAttribute("clinics", all);
        return "desk/guests";
    }
}
