package dev.guestward.desk;

import dev.guestward.guest.Guest;
import dev.guestward.guest.GuestId;
import dev.guestward.guest.GuestState;
import dev.guestward.guest.Guests;
import dev.guestward.guest.PageOf;
import dev.guestward.people.Viewer;
import dev.guestward.problem.Conflict;
import dev.guestward.problem.InvalidInput;
import dev.guestward.problem.NotFound;
import dev.guestward.removal.Removal;
import dev.guestward.removal.Removal.Stage;
import dev.guestward.removal.RemovalList;
import dev.guestward.removal.RemovalRequests;
import dev.guestward.removal.RemovalSettings;
import dev.guestward.removal.RestorationRequests;
import jakarta.servlet.http.HttpServletResponse;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.context.MessageSource;
import org.springframework.http.HttpStatus;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/** Removing a guest, taking that back, bringing one back, and the list of all removals under way. */
@DeskPage
class RemovalPageController {
    private static final int SIZE = 50;
    private static final int LAST_PAGE = 100_000;
    private static final List<String> INPUTS = List.of("reason", "accessUntil", "word");

    private final Guests guests;
    private final RemovalRequests removals;
    private final RestorationRequests restorations;
    private final RemovalList list;
    private final RemovalSettings settings;
    private final RemovalViews views;
    private final Times times;
    private final MessageSource texts;

    RemovalPageController(
            Guests guests,
            RemovalRequests removals,
            RestorationRequests restorations,
            RemovalList list,
            RemovalSettings settings,
            RemovalViews views,
            Times times,
            MessageSource texts) {
        this.guests = guests;
        this.removals = removals;
        this.restorations = restorations;
        this.list = list;
        this.settings = settings;
        this.views = views;
        this.times = times;
        this.texts = texts;
    }

    /**
     * What was typed.
     *
     * @param urgent anything, if the guest is to be removed at once
     * @param word confirms that
     */
    record Form(
            @Nullable String reason,
            @Nullable String accessUntil,
            @Nullable String urgent,
            @Nullable String word) {
        public boolean isUrgent() {
            return urgent != null;
        }
    }

    record Tab(StateView stage, long removals, boolean current) {}

    @GetMapping("/removals")
    String list(
            @RequestParam(required = false) @Nullable String stage,
            @RequestParam(required = false) @Nullable String page,
            Viewer viewer,
            Locale locale,
            Model model) {
        Stage wanted = Arrays.stream(Stage.values())
                .filter(one -> one != Stage.OVER && one.name().equals(stage))
                .findFirst()
                .orElse(null);
        Map<Stage, Long> counts = list.counts(viewer);
        PageOf<Removal> found = list.page(wanted, ListQuery.number(page, 0, LAST_PAGE, 0), SIZE, viewer);
        model.addAttribute(
                "tabs",
                counts.entrySet().stream()
                        .map(one -> new Tab(RemovalViews.stage(one.getKey()), one.getValue(), one.getKey() == wanted))
                        .toList());
        model.addAttribute(
                "total", counts.values().stream().mapToLong(Long::longValue).sum());
        model.addAttribute("wanted", wanted == null ? null : wanted.name());
        model.addAttribute("rows", views.rows(found.content(), locale));
        model.addAttribute("page", found.page());
        model.addAttribute("everybodys", viewer.isAdministrator() || viewer.isOwner());
        return "desk/removals";
    }

    @GetMapping("/guests/{id}/removal")
    String removal(@PathVariable String id, Viewer viewer, Locale locale, Model model) {
        Guest guest = visible(id, viewer);
        return views.card(guest, viewer, locale).mayRemove()
                ? removalPage(guest, new Form(null, null, null, null), List.of(), locale, model)
                : backTo(guest);
    }

    @PostMapping("/guests/{id}/removal")
    String remove(
            @PathVariable String id,
            @ModelAttribute("form") Form form,
            Viewer viewer,
            Locale locale,
            Model model,
            RedirectAttributes redirect,
            HttpServletResponse response) {
        Guest guest = visible(id, viewer);
        if (form.isUrgent()
                && !word(locale).equalsIgnoreCase(String.valueOf(form.word()).strip())) {
            response.setStatus(HttpStatus.UNPROCESSABLE_ENTITY.value());
            String message = texts.getMessage("removals.word.wrong", new Object[] {word(locale)}, locale);
            return removalPage(guest, form, List.of(new InvalidInput.Field("word", message)), locale, model);
        }
        try {
            removals.remove(guest.id(), form.reason(), form.isUrgent(), viewer);
            told(guest, form.isUrgent() ? "removals.done.urgent" : "removals.done", redirect);
        } catch (InvalidInput e) {
            response.setStatus(HttpStatus.UNPROCESSABLE_ENTITY.value());
            return removalPage(guest, form, e.fields(), locale, model);
        } catch (Conflict e) {
            redirect.addFlashAttribute("refused", "removals.not-now");
        }
        return backTo(guest);
    }

    @PostMapping("/guests/{id}/removal/undo")
    String undo(@PathVariable String id, Viewer viewer, RedirectAttributes redirect) {
        Guest guest = visible(id, viewer);
        try {
            removals.undo(guest.id(), viewer);
            told(guest, "removals.undone", redirect);
        } catch (Conflict e) {
            redirect.addFlashAttribute("refused", reserved(guest, viewer, "removals.too-late"));
        }
        return backTo(guest);
    }

    @GetMapping("/guests/{id}/restoration")
    String restoration(@PathVariable String id, Viewer viewer, Locale locale, Model model) {
        Guest guest = visible(id, viewer);
        return views.card(guest, viewer, locale).mayRestore()
                ? restorationPage(guest, new Form(null, null, null, null), List.of(), locale, model)
                : backTo(guest);
    }

    @PostMapping("/guests/{id}/restoration")
    String restore(
            @PathVariable String id,
            @ModelAttribute("form") Form form,
            Viewer viewer,
            Locale locale,
            Model model,
            RedirectAttributes redirect,
            HttpServletResponse response) {
        Guest guest = visible(id, viewer);
        try {
            GuestId back = restorations.restore(guest.id(), form.reason(), form.accessUntil(), viewer);
            boolean same = back.equals(guest.id());
            told(guest, same ? "removals.restoring" : "removals.inviting", redirect);
            return "redirect:/guests/" + back;
        } catch (InvalidInput e) {
            response.setStatus(HttpStatus.UNPROCESSABLE_ENTITY.value());
            return restorationPage(guest, form, e.fields(), locale, model);
        } catch (Conflict e) {
            redirect.addFlashAttribute("refused", reserved(guest, viewer, "removals.not-restored"));
        }
        return backTo(guest);
    }

    /** Why a removal was not taken back: it is not this person's to take back, or else as it usually is. */
    private String reserved(Guest guest, Viewer viewer, String usually) {
        return restorations.isReserved(guest, viewer) ? "removals.obstacle.RESERVED" : usually;
    }

    private String removalPage(Guest guest, Form form, List<InvalidInput.Field> problems, Locale locale, Model model) {
        fill(guest, form, problems, model);
        model.addAttribute("word", word(locale));
        model.addAttribute("undoMinutes", settings.undo().toMinutes());
        return "desk/guest-removal";
    }

    private String restorationPage(
            Guest guest, Form form, List<InvalidInput.Field> problems, Locale locale, Model model) {
        fill(guest, form, problems, model);
        model.addAttribute("deleted", guest.state() == GuestState.DELETED);
        model.addAttribute("purged", guest.state() == GuestState.PURGED);
        model.addAttribute("held", views.held(guest, locale));
        model.addAttribute("until", times.day(guest.accessUntil(), locale));
        model.addAttribute("endNeeded", restorations.needsEnd(guest));
        model.addAttribute("soonest", times.today().toString());
        return "desk/guest-restoration";
    }

    private static void fill(Guest guest, Form form, List<InvalidInput.Field> problems, Model model) {
        model.addAttribute("form", form);
        model.addAttribute("problems", FormProblems.of(INPUTS, problems));
        model.addAttribute("id", guest.id().toString());
        model.addAttribute("name", Shown.text(guest.displayName()));
    }

    private String word(Locale locale) {
        return texts.getMessage("removals.word", null, locale);
    }

    private static void told(Guest guest, String text, RedirectAttributes redirect) {
        redirect.addFlashAttribute("done", text);
        redirect.addFlashAttribute("doneFor", Shown.text(guest.displayName()));
    }

    private Guest visible(String id, Viewer viewer) {
        return guests.visible(GuestId.parse(id).orElseThrow(() -> new NotFound("There is no such guest.")), viewer);
    }

    private static String backTo(Guest guest) {
        return "redirect:/guests/" + guest.id();
    }
}
