package dev.guestward.desk;

import dev.guestward.adoption.AdoptionDesk;
import dev.guestward.adoption.FoundGuest;
import dev.guestward.adoption.Standing;
import dev.guestward.guest.GuestId;
import dev.guestward.guest.PageOf;
import dev.guestward.people.Viewer;
import dev.guestward.problem.Conflict;
import dev.guestward.problem.InvalidInput;
import dev.guestward.problem.NotFound;
import jakarta.servlet.http.HttpServletResponse;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/** Guests in the tenant whom nobody asked us to invite. For administrators. */
@DeskPage
@RequestMapping("/found")
class FoundGuestsController {
    private static final int SIZE = 50;
    private static final int LAST_PAGE = 100_000;

    private final AdoptionDesk desk;
    private final FoundGuestViews views;

    FoundGuestsController(AdoptionDesk desk, FoundGuestViews views) {
        this.desk = desk;
        this.views = views;
    }

    /** What is asked for, as it came. */
    record Filter(
            @Nullable String standing,
            @Nullable String clinic,
            @Nullable String text,
            @Nullable String page) {
        @Nullable
        Standing wanted() {
            return Arrays.stream(Standing.values())
                    .filter(one -> one.name().equals(standing))
                    .findFirst()
                    .orElse(null);
        }

        /** Back to the list as it was. */
        String again(RedirectAttributes redirect) {
            carry(redirect, "standing", standing);
            carry(redirect, "clinic", clinic);
            carry(redirect, "text", text);
            carry(redirect, "page", page);
            return "redirect:/found";
        }

        private static void carry(RedirectAttributes redirect, String name, @Nullable String value) {
            if (value != null && !value.isBlank()) {
                redirect.addAttribute(name, value);
            }
        }

        @Override
        public String toString() {
            return "Filter[…]";
        }
    }

    @GetMapping
    String list(@ModelAttribute("filter") Filter filter, Viewer viewer, Locale locale, Model model) {
        return page(filter, List.of(), viewer, locale, model);
    }

    @PostMapping("/adoption")
    String adopt(
            @RequestParam boolean on,
            @ModelAttribute("filter") Filter filter,
            Viewer viewer,
            RedirectAttributes redirect) {
        try {
            desk.adopt(on, viewer);
            redirect.addFlashAttribute("done", on ? "adoption.started" : "adoption.stopped");
        } catch (Conflict e) {
            redirect.addFlashAttribute("refused", "adoption.off");
        }
        return filter.again(redirect);
    }

    @PostMapping("/clinics/{key}/assignment")
    String assign(
            @PathVariable String key,
            @RequestParam(required = false) @Nullable String sponsor,
            @ModelAttribute("filter") Filter filter,
            Viewer viewer,
            Locale locale,
            Model model,
            RedirectAttributes redirect,
            HttpServletResponse response) {
        try {
            int given = desk.assign(key, sponsor, viewer);
            redirect.addFlashAttribute("done", "adoption.assigned");
            redirect.addFlashAttribute("doneFor", given);
            return filter.again(redirect);
        } catch (InvalidInput e) {
            response.setStatus(HttpStatus.UNPROCESSABLE_ENTITY.value());
            model.addAttribute("at", key);
            model.addAttribute("typed", sponsor);
            return page(filter, e.fields(), viewer, locale, model);
        }
    }

    @PostMapping("/{id}/ignore")
    String ignore(
            @PathVariable String id,
            @RequestParam(required = false) @Nullable String reason,
            @ModelAttribute("filter") Filter filter,
            Viewer viewer,
            Locale locale,
            Model model,
            RedirectAttributes redirect,
            HttpServletResponse response) {
        try {
            redirect.addFlashAttribute(
                    "doneFor", Shown.text(desk.ignore(guest(id), reason, viewer).displayName()));
            redirect.addFlashAttribute("done", "adoption.ignored");
        } catch (NotFound e) {
            redirect.addFlashAttribute("refused", "adoption.gone");
        } catch (InvalidInput e) {
            response.setStatus(HttpStatus.UNPROCESSABLE_ENTITY.value());
            model.addAttribute("at", id);
            model.addAttribute("typed", reason);
            return page(filter, e.fields(), viewer, locale, model);
        }
        return filter.again(redirect);
    }

    @PostMapping("/{id}/look-again")
    String lookAgain(
            @PathVariable String id,
            @ModelAttribute("filter") Filter filter,
            Viewer viewer,
            RedirectAttributes redirect) {
        try {
            redirect.addFlashAttribute(
                    "doneFor", Shown.text(desk.lookAgain(guest(id), viewer).displayName()));
            redirect.addFlashAttribute("done", "adoption.looked-again");
        } catch (NotFound e) {
            redirect.addFlashAttribute("refused", "adoption.gone");
        }
        return filter.again(redirect);
    }

    private static GuestId guest(String id) {
        return GuestId.parse(id).orElseThrow(() -> new NotFound("no such guest"));
    }

    private String page(Filter filter, List<InvalidInput.Field> problems, Viewer viewer, Locale locale, Model model) {
        AdoptionDesk.Overview now = desk.overview(viewer);
        String clinic = now.clinics().stream()
                .flatMap(row -> row.clinic().stream())
                .map(one -> one.key())
                .filter(key -> key.equals(filter.clinic()))
                .findFirst()
                .orElse(null);
        int asked = ListQuery.number(filter.page(), 0, LAST_PAGE, 0);
        PageOf<FoundGuest> found = desk.list(filter.wanted(), clinic, filter.text(), asked, SIZE, viewer);
        if (found.content().isEmpty() && found.page().totalPages() > 0) {
            // the last one of the last page has left it
            int last = found.page().totalPages() - 1;
            found = desk.list(filter.wanted(), clinic, filter.text(), last, SIZE, viewer);
        }
        PageOf<FoundGuestViews.Row> rows = found.map(guest -> views.row(guest, locale));
        model.addAttribute("filter", filter);
        model.addAttribute("now", now);
        model.addAttribute("progress", views.progress(now, locale));
        model.addAttribute("tabs", views.tabs(now, filter.wanted()));
        model.addAttribute("clinics", views.clinics(now));
        model.addAttribute("sponsors", views.sponsors());
        model.addAttribute("rows", rows.content());
        model.addAttribute("page", rows.page());
        model.addAttribute(
                "problems", problems.stream().map(InvalidInput.Field::message).toList());
        return "desk/found";
    }
}
