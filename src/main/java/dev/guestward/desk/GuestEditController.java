package dev.guestward.desk;

import dev.guestward.clinic.Clinic;
import dev.guestward.clinic.Clinics;
import dev.guestward.guest.Guest;
import dev.guestward.guest.GuestId;
import dev.guestward.guest.Guests;
import dev.guestward.invitation.GuestEdits;
import dev.guestward.invitation.InvitationSettings;
import dev.guestward.people.Viewer;
import dev.guestward.problem.Conflict;
import dev.guestward.problem.InvalidInput;
import dev.guestward.problem.NotFound;
import jakarta.servlet.http.HttpServletResponse;
import java.util.List;
import java.util.Locale;
import org.springframework.http.HttpStatus;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/** The form that changes a guest. An end that is near is confirmed first. */
@DeskPage
@RequestMapping("/guests/{id}/edit")
class GuestEditController {
    private static final List<String> INPUTS = List.of("displayName", "purpose", "clinic", "accessUntil");

    private final Guests guests;
    private final GuestEdits edits;
    private final InvitationSettings settings;
    private final Clinics clinics;
    private final Times times;

    GuestEditController(Guests guests, GuestEdits edits, InvitationSettings settings, Clinics clinics, Times times) {
        this.guests = guests;
        this.edits = edits;
        this.settings = settings;
        this.clinics = clinics;
        this.times = times;
    }

    @GetMapping
    String form(@PathVariable String id, Viewer viewer, Locale locale, Model model) {
        Guest guest = visible(id, viewer);
        return GuestEdits.mayEdit(guest, viewer)
                ? page(
                        GuestEditForm.of(guest, times.dayOf(guest.accessUntil()), clinicOf(guest)),
                        guest,
                        List.of(),
                        viewer,
                        locale,
                        model)
                : backTo(guest);
    }

    @PostMapping
    String save(
            @PathVariable String id,
            @ModelAttribute("form") GuestEditForm form,
            Viewer viewer,
            Locale locale,
            Model model,
            RedirectAttributes redirect,
            HttpServletResponse response) {
        Guest guest = visible(id, viewer);
        try {
            if (edits.endsSoon(guest.id(), form.toEdit(), viewer) && !form.isConfirmed()) {
                model.addAttribute("confirm", true);
                return page(form, guest, List.of(), viewer, locale, model);
            }
            Guest saved = edits.edit(guest.id(), form.toEdit(), viewer);
            redirect.addFlashAttribute("done", "guest-edit.saved");
            redirect.addFlashAttribute("doneFor", Shown.text(saved.displayName()));
            return backTo(saved);
        } catch (InvalidInput e) {
            response.setStatus(HttpStatus.UNPROCESSABLE_ENTITY.value());
            return page(form, guest, e.fields(), viewer, locale, model);
        } catch (Conflict e) {
            Guest now = visible(id, viewer);
            if (!GuestEdits.mayEdit(now, viewer)) {
                redirect.addFlashAttribute("refused", "guest-edit.over");
                return backTo(now);
            }
            response.setStatus(HttpStatus.CONFLICT.value());
            model.addAttribute("conflict", true);
            return page(form.withVersion(now.version()), now, List.of(), viewer, locale, model);
        }
    }

    private Guest visible(String id, Viewer viewer) {
        return guests.visible(GuestId.parse(id).orElseThrow(() -> new NotFound("There is no such guest.")), viewer);
    }

    private static String backTo(Guest guest) {
        return "redirect:/guests/" + guest.id();
    }

    private String clinicOf(Guest guest) {
        return clinics.byId(guest.clinicId()).map(Clinic::key).orElse("");
    }

    private String page(
            GuestEditForm form,
            Guest guest,
            List<InvalidInput.Field> problems,
            Viewer viewer,
            Locale locale,
            Model model) {
        model.addAttribute("clinics", viewer.isAdministrator() ? clinics.all() : List.of());
        model.addAttribute("form", form);
        model.addAttribute("problems", FormProblems.of(INPUTS, problems));
        model.addAttribute("id", guest.id().toString());
        model.addAttribute("name", Shown.text(guest.displayName()));
        model.addAttribute("purposeNow", Shown.text(guest.purpose()));
        model.addAttribute(
                "clinicNow",
                clinics.byId(guest.clinicId())
                        .map(Clinic::name)
                        .map(Shown::text)
                        .orElse(""));
        model.addAttribute("untilNow", times.day(guest.accessUntil(), locale));
        model.addAttribute("soonest", times.today().toString());
        model.addAttribute("latest", times.dayAfter(settings.longestAccess()).toString());
        return "desk/guest-edit";
    }
}
