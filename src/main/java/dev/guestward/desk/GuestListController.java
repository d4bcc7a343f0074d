package dev.guestward.desk;

import dev.guestward.clinic.Clinic;
import dev.guestward.clinic.Clinics;
import dev.guestward.guest.Attention;
import dev.guestward.guest.Guest;
import dev.guestward.guest.GuestCounts;
import dev.guestward.guest.GuestSearch;
import dev.guestward.guest.GuestState;
import dev.guestward.guest.Guests;
import dev.guestward.guest.PageOf;
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
    private final Guests guests;
    private final GuestCounts counts;
    private final Clinics clinics;
    private final GuestViews views;

    GuestListController(Guests guests, GuestCounts counts, Clinics clinics, GuestViews views) {
        this.guests = guests;
        this.counts = counts;
        this.clinics = clinics;
        this.views = views;
    }

    @GetMapping("/guests")
    String list(
            @RequestParam(required = false) @Nullable String state,
            @RequestParam(required = false) @Nullable String attention,
            @RequestParam(required = false) @Nullable String clinic,
            @RequestParam(required = false) @Nullable String q,
            @RequestParam(required = false) @Nullable String sort,
            @RequestParam(required = false) @Nullable String page,
            @RequestParam(required = false) @Nullable String size,
            Viewer viewer,
            Locale locale,
            Model model) {
        List<Clinic> all = clinics.all();
        ListQuery query = ListQuery.of(state, attention, known(clinic, all), q, sort, page, size);
        PageOf<Guest> found = search(query, all, viewer);
        if (found.content().isEmpty() && found.page().totalElements() > 0) {
            // the list has become shorter since the link was made
            query = query.onPage(found.page().totalPages() - 1);
            found = search(query, all, viewer);
        }
        model.addAttribute("query", query);
        model.addAttribute("rows", views.rows(found.content(), locale));
        model.addAttribute("page", found.page());
        model.addAttribute("none", counts.of(viewer).total() == 0);
        model.addAttribute("everybodys", viewer.isAdministrator() || viewer.isOwner());
        model.addAttribute("clinics", all);
        model.addAttribute("states", GuestState.values());
        model.addAttribute("attentions", Attention.values());
        return "desk/guests";
    }

    private PageOf<Guest> search(ListQuery query, List<Clinic> all, Viewer viewer) {
        return guests.search(
                new GuestSearch(
                        query.states(),
                        query.attention(),
                        null,
                        clinic(query.clinic(), all).map(Clinic::id).orElse(null),
                        query.text(),
                        query.order(),
                        query.descending(),
                        query.page(),
                        query.size()),
                viewer);
    }

    private static @Nullable String known(@Nullable String key, List<Clinic> all) {
        return key == null ? null : clinic(key.strip(), all).map(Clinic::key).orElse(null);
    }

    private static Optional<Clinic> clinic(String key, List<Clinic> all) {
        return all.stream().filter(one -> one.key().equals(key)).findFirst();
    }
}
