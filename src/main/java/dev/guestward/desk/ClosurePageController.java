package dev.guestward.desk;

import dev.guestward.clinic.Clinic;
import dev.guestward.clinic.Clinics;
import dev.guestward.desk.Times.When;
import dev.guestward.expiry.ClinicClosure;
import dev.guestward.expiry.ClinicClosures;
import dev.guestward.expiry.ClinicClosures.Affected;
import dev.guestward.expiry.ClosureProgress;
import dev.guestward.people.Viewer;
import dev.guestward.problem.Conflict;
import dev.guestward.problem.InvalidInput;
import dev.guestward.settings.PolicyPreview;
import dev.guestward.settings.PreviewRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.context.MessageSource;
import org.springframework.http.HttpStatus;
import org.springframework.security.access.AccessDeniedException;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/** Closes a clinic: first who would be affected, then with the clinic's name typed; shows how far it is, and stops it. */
@DeskPage
@RequestMapping("/clinics/{key}/closure")
class ClosurePageController {
    private static final List<String> INPUTS = List.of("on", "reason", "exceptions", "confirm");

    private final Clinics clinics;
    private final ClinicClosures closures;
    private final ClosureProgress progress;
    private final PolicyPreview preview;
    private final Times times;
    private final MessageSource texts;

    ClosurePageController(
            Clinics clinics,
            ClinicClosures closures,
            ClosureProgress progress,
            PolicyPreview preview,
            Times times,
            MessageSource texts) {
        this.clinics = clinics;
        this.closures = closures;
        this.progress = progress;
        this.preview = preview;
        this.times = times;
        this.texts = texts;
    }

    /** What was chosen and typed; {@code confirm} is the clinic's name. */
    record Form(
            @Nullable String on,
            @Nullable String reason,
            @Nullable List<@Nullable String> exceptions,
            @Nullable String confirm) {
        public boolean keeps(String guest) {
            return exceptions != null && exceptions.contains(guest);
        }

        @Override
        public String toString() {
            return "Form[…]";
        }
    }

    /** @param held whether the brake would hold the guest that day */
    record Row(String id, String name, When was, When ends, boolean changed, boolean held) {}

    @GetMapping
    String page(
            @PathVariable String key,
            @ModelAttribute("form") Form form,
            Viewer viewer,
            Locale locale,
            Model model,
            HttpServletResponse response) {
        return shown(clinic(key, viewer), form, List.of(), viewer, locale, model, response);
    }

    @PostMapping
    String close(
            @PathVariable String key,
            @ModelAttribute("form") Form form,
            Viewer viewer,
            Locale locale,
            Model model,
            RedirectAttributes redirect,
            HttpServletResponse response) {
        Clinic clinic = clinic(key, viewer);
        boolean typed = String.valueOf(form.confirm()).strip().equalsIgnoreCase(clinic.name());
        try {
            List<Affected> changed = closures.close(
                    clinic.key(),
                    new ClinicClosure(form.on(), form.reason(), form.exceptions(), typed ? clinic.key() : ""),
                    viewer);
            redirect.addFlashAttribute("done", "closure.done");
            redirect.addFlashAttribute("doneFor", String.valueOf(changed.size()));
            return back(clinic);
        } catch (InvalidInput e) {
            List<InvalidInput.Field> problems = e.fields().stream()
                    .map(field -> field.field().equals("confirm") ? confirm(clinic, locale) : field)
                    .toList();
            return shown(clinic, form, problems, viewer, locale, model, response);
        }
    }

    @PostMapping("/stop")
    String stop(@PathVariable String key, Viewer viewer, RedirectAttributes redirect) {
        Clinic clinic = clinic(key, viewer);
        try {
            redirect.addFlashAttribute("doneFor", String.valueOf(progress.stop(clinic.key(), viewer)));
            redirect.addFlashAttribute("done", "closure.stopped");
        } catch (Conflict e) {
            redirect.addFlashAttribute("refused", true);
        }
        return back(clinic);
    }

    private String shown(
            Clinic clinic,
            Form form,
            List<InvalidInput.Field> problems,
            Viewer viewer,
            Locale locale,
            Model model,
            HttpServletResponse response) {
        List<InvalidInput.Field> wrong = problems;
        List<Row> rows = List.of();
        String on = form.on();
        boolean asked = false;
        if (on != null && !on.isBlank()) {
            try {
                rows = rows(clinic, on, viewer, locale);
                asked = true;
            } catch (InvalidInput e) {
                wrong = wrong.isEmpty() ? e.fields() : wrong;
            }
        }
        if (!wrong.isEmpty()) {
            response.setStatus(HttpStatus.UNPROCESSABLE_ENTITY.value());
        }
        model.addAttribute("clinic", clinic.key());
        model.addAttribute("name", clinic.name());
        model.addAttribute("form", form);
        model.addAttribute("problems", FormProblems.of(INPUTS, wrong));
        model.addAttribute("asked", asked);
        model.addAttribute("rows", rows);
        model.addAttribute("changed", rows.stream().filter(Row::changed).count());
        model.addAttribute("held", rows.stream().filter(Row::held).count());
        model.addAttribute("soonest", times.today().toString());
        progress.newest(clinic.key(), viewer).ifPresent(closing -> {
            model.addAttribute("closing", closing);
            model.addAttribute("closes", times.endOf(closing.on(), locale));
            model.addAttribute("closedAt", times.moment(closing.at(), locale));
        });
        return "desk/closure";
    }

    private List<Row> rows(Clinic clinic, String on, Viewer viewer, Locale locale) {
        List<Affected> affected = closures.preview(clinic.key(), on, viewer);
        Set<Object> held = preview
                .preview(new PreviewRequest(null, null, null, null, null, null, clinic.key(), on), viewer)
                .rows()
                .stream()
                .filter(row -> row.what() == PolicyPreview.What.BLOCK && row.heldBy() != null)
                .map(PolicyPreview.Row::guest)
                .collect(Collectors.toSet());
        return affected.stream()
                .map(one -> new Row(
                        one.guest().id().toString(),
                        Shown.text(one.guest().displayName()),
                        times.day(one.guest().accessUntil(), locale),
                        times.day(one.isUnchanged() ? one.guest().accessUntil() : one.end(), locale),
                        !one.isUnchanged(),
                        held.contains(one.guest().id())))
                .toList();
    }

    private InvalidInput.Field confirm(Clinic clinic, Locale locale) {
        String message = texts.getMessage("closure.invalid.confirm", new Object[] {clinic.name()}, locale);
        return new InvalidInput.Field("confirm", message);
    }

    private Clinic clinic(String key, Viewer viewer) {
        if (!viewer.isAdministrator()) {
            throw new AccessDeniedException("for administrators");
        }
        return clinics.get(key);
    }

    private static String back(Clinic clinic) {
        return "redirect:/clinics/" + clinic.key() + "/closure";
    }
}
