package dev.guestward.desk;

import dev.guestward.expiry.Extension;
import dev.guestward.expiry.Extensions;
import dev.guestward.guest.Guest;
import dev.guestward.guest.GuestId;
import dev.guestward.guest.Guests;
import dev.guestward.invitation.InvitationSettings;
import dev.guestward.people.Viewer;
import dev.guestward.problem.Conflict;
import dev.guestward.problem.InvalidInput;
import dev.guestward.problem.NotFound;
import jakarta.servlet.http.HttpServletResponse;
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
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/** The form that extends a guest's access, and says what happens otherwise. */
@DeskPage
@RequestMapping("/guests/{id}/extend")
class ExtendController {
    private static final List<String> INPUTS = List.of("until", "reason", "emergency");

    private final Guests guests;
    private final Extensions extensions;
    private final InvitationSettings settings;
    private final Times times;

    ExtendController(Guests guests, Extensions extensions, InvitationSettings settings, Times times) {
        this.guests = guests;
        this.extensions = extensions;
        this.settings = settings;
        this.times = times;
    }

    /** What somebody has typed, unchecked, so that it can be shown again. */
    record Form(
            @Nullable String until,
            @Nullable String reason,
            @Nullable Boolean emergency) {
        @Override
        public String toString() {
            return "Form[…]";
        }
    }

    @GetMapping
    String form(@PathVariable String id, Viewer viewer, Locale locale, Model model) {
        Guest guest = visible(id, viewer);
        return Extensions.mayExtend(guest, viewer)
                ? page(new Form(null, null, null), guest, List.of(), locale, model)
                : backTo(guest);
    }

    @PostMapping
    String extend(
            @PathVariable String id,
            @ModelAttribute("form") Form form,
            Viewer viewer,
            Locale locale,
            Model model,
            RedirectAttributes redirect,
            HttpServletResponse response) {
        Guest guest = visible(id, viewer);
        try {
            boolean extended =
                    extensions.extend(guest.id(), new Extension(form.until(), form.reason(), form.emergency()), viewer);
            redirect.addFlashAttribute("done", extended ? "extend.done" : "extend.waiting");
            redirect.addFlashAttribute("doneFor", Shown.text(guest.displayName()));
            return backTo(guest);
        } catch (InvalidInput e) {
            response.setStatus(HttpStatus.UNPROCESSABLE_ENTITY.value());
            return page(form, guest, e.fields(), locale, model);
        } catch (Conflict e) {
            redirect.addFlashAttribute("refused", "extend.over");
            return backTo(guest);
        }
    }

    private Guest visible(String id, Viewer viewer) {
        return guests.visible(GuestId.parse(id).orElseThrow(() -> new NotFound("There is no such guest.")), viewer);
    }

    private static String backTo(Guest guest) {
        return "redirect:/guests/" + guest.id();
    }

    private String page(Form form, Guest guest, List<InvalidInput.Field> problems, Locale locale, Model model) {
        model.addAttribute("form", form);
        model.addAttribute("problems", FormProblems.of(INPUTS, problems));
        model.addAttribute("id", guest.id().toString());
        model.addAttribute("name", Shown.text(guest.displayName()));
        model.addAttribute("untilNow", times.day(guest.accessUntil(), locale));
        model.addAttribute("soonest", times.today().toString());
        model.addAttribute("latest", times.dayAfter(settings.longestAccess()).toString());
        return "desk/extend";
    }
}
