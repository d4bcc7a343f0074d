package dev.guestward.desk;

import dev.guestward.guest.Grants;
import dev.guestward.guest.Guest;
import dev.guestward.guest.Guests;
import dev.guestward.invitation.ChoiceNeeded;
import dev.guestward.invitation.InvitationAnswer;
import dev.guestward.invitation.InvitationSettings;
import dev.guestward.invitation.Invitations;
import dev.guestward.people.Viewer;
import dev.guestward.problem.Conflict;
import dev.guestward.problem.InvalidInput;
import jakarta.servlet.http.HttpServletResponse;
import java.time.LocalDate;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/** The form that invites a clinician. */
@DeskPage
class InviteController {
    private static final int USUAL_DAYS = 180;
    private static final String KEY_FIELD = "Idempotency-Key";

    private final Invitations invitations;
    private final Guests guests;
    private final Grants grants;
    private final InvitationSettings settings;
    private final InviteChoices choices;
    private final Times times;

    InviteController(
            Invitations invitations,
            Guests guests,
            Grants grants,
            InvitationSettings settings,
            InviteChoices choices,
            Times times) {
        this.invitations = invitations;
        this.guests = guests;
        this.grants = grants;
        this.settings = settings;
        this.choices = choices;
        this.times = times;
    }

    @GetMapping("/invitations/new")
    String form(Viewer viewer, Locale locale, Model model) {
        Set<String> known = grants.grants().keySet();
        LocalDate usual = times.today().plusDays(USUAL_DAYS);
        InviteForm empty = new InviteForm(
                null,
                null,
                viewer.isSponsor() ? viewer.id().value() : null,
                known.size() == 1 ? List.copyOf(known) : List.of(),
                (usual.isBefore(latest()) ? usual : latest()).toString(),
                null,
                null,
                locale.getLanguage(),
                freshKey(),
                null,
                null);
        return page(empty, List.of(), viewer, locale, model);
    }

    /** Where a change of language or a reload after mistakes leads. */
    @GetMapping("/invitations")
    String backToForm() {
        return "redirect:/invitations/new";
    }

    @PostMapping("/invitations")
    String invite(
            @ModelAttribute("form") InviteForm form,
            Viewer viewer,
            Locale locale,
            Model model,
            RedirectAttributes redirect,
            HttpServletResponse response) {
        String key = form.key() == null || form.key().isBlank() ? freshKey() : form.key();
        try {
            InvitationAnswer answer = invitations.request(form.toRequest(), viewer, key);
            if (answer instanceof InvitationAnswer.Accepted accepted) {
                // also somebody who was here before, and is shown as what they are now
                Guest guest = guests.get(accepted.guest());
                redirect.addFlashAttribute("done", "invite.done");
                redirect.addFlashAttribute("doneFor", Shown.text(guest.displayName()));
                return "redirect:/guests/" + accepted.guest();
            }
            redirect.addFlashAttribute("done", "invite.known-here");
            return "redirect:/guests";
        } catch (InvalidInput e) {
            response.setStatus(HttpStatus.UNPROCESSABLE_ENTITY.value());
            boolean sentBefore = e.fields().stream().anyMatch(f -> f.field().equals(KEY_FIELD));
            model.addAttribute("sentBefore", sentBefore);
            List<InvalidInput.Field> fields = e.fields().stream()
                    .filter(f -> !f.field().equals(KEY_FIELD))
                    .toList();
            return page(form.withKey(sentBefore ? freshKey() : key), fields, viewer, locale, model);
        } catch (ChoiceNeeded e) {
            response.setStatus(HttpStatus.CONFLICT.value());
            model.addAttribute("same", SamePersonChoice.of(e, times, locale));
            return page(form.withKey(freshKey()), List.of(), viewer, locale, model);
        } catch (Conflict e) {
            response.setStatus(HttpStatus.CONFLICT.value());
            model.addAttribute("conflict", true);
            known(form, viewer).ifPresent(guest -> {
                model.addAttribute("knownId", guest.id().toString());
                model.addAttribute("knownName", Shown.text(guest.displayName()));
            });
            return page(form.withKey(freshKey()), List.of(), viewer, locale, model);
        }
    }

    /** Tells as one leaves the field which clinic the address belongs to. */
    @GetMapping("/invitations/clinic")
    String clinic(@RequestParam(required = false) @Nullable String email, Model model) {
        model.addAttribute("hint", choices.hint(email));
        return "desk/clinic-hint";
    }

    private Optional<Guest> known(InviteForm form, Viewer viewer) {
        return form.email() == null
                ? Optional.empty()
                : guests.openWithAddress(form.email()).filter(guest -> Guests.maySee(viewer, guest));
    }

    private String page(InviteForm form, List<InvalidInput.Field> problems, Viewer viewer, Locale locale, Model model) {
        model.addAttribute("form", form);
        model.addAttribute("problems", FormProblems.of(problems));
        model.addAttribute("hint", choices.hint(form.email()));
        model.addAttribute("clinics", choices.clinics());
        model.addAttribute("sponsors", choices.sponsors(viewer));
        model.addAttribute("grants", grants.grants());
        model.addAttribute("soonest", times.today().toString());
        model.addAttribute("latest", latest().toString());
        model.addAttribute("latestText", times.dayText(latest(), locale));
        return "desk/invite";
    }

    private LocalDate latest() {
        return times.dayAfter(settings.longestAccess());
    }

    private static String freshKey() {
        return "desk-" + UUID.randomUUID();
    }
}
