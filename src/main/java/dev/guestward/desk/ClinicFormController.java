package dev.guestward.desk;

import dev.guestward.clinic.Clinic;
import dev.guestward.clinic.Clinics;
import dev.guestward.clinic.IdentityKind;
import dev.guestward.guest.Grants;
import dev.guestward.people.People;
import dev.guestward.people.Person;
import dev.guestward.people.Viewer;
import dev.guestward.problem.Conflict;
import dev.guestward.problem.InvalidInput;
import jakarta.servlet.http.HttpServletResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.security.access.AccessDeniedException;
import org.springframework.ui.Model;
import org.springframework.web.bind.WebDataBinder;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.InitBinder;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/** The forms that register and change a clinic; for administrators. */
@DeskPage
class ClinicFormController {
    private static final List<String> INPUTS =
            List.of("key", "name", "domains", "agreementEnd", "identityKind", "homeTenant", "allowedGrants");

    private static final Pattern CONTACT = Pattern.compile("contacts\\[(\\d{1,4})]\\.(\\w+)");

    private final Clinics clinics;
    private final Grants grants;
    private final People people;
    private final Times times;

    ClinicFormController(Clinics clinics, Grants grants, People people, Times times) {
        this.clinics = clinics;
        this.grants = grants;
        this.people = people;
        this.times = times;
    }

    /** The form is made from what was sent in one go and has nothing to be set afterwards. */
    @InitBinder("form")
    void bindOnce(WebDataBinder binder) {
        binder.setDeclarativeBinding(true);
    }

    @GetMapping("/clinics/new")
    String form(Viewer viewer, Model model) {
        requireAdministrator(viewer);
        return page(ClinicForm.empty(), null, List.of(), model);
    }

    @GetMapping("/clinics/{key}/edit")
    String form(@PathVariable String key, Viewer viewer, Model model) {
        requireAdministrator(viewer);
        Clinic clinic = clinics.get(key);
        return page(ClinicForm.of(clinic, this::sponsors), clinic, List.of(), model);
    }

    @PostMapping("/clinics")
    String create(
            @ModelAttribute("form") ClinicForm form,
            Viewer viewer,
            Model model,
            RedirectAttributes redirect,
            HttpServletResponse response) {
        return save(
                () -> clinics.create(form.toRequest(), viewer),
                "clinic.created",
                form,
                null,
                model,
                redirect,
                response);
    }

    @PostMapping("/clinics/{key}")
    String update(
            @PathVariable("key") String key,
            @ModelAttribute("form") ClinicForm form,
            Viewer viewer,
            Model model,
            RedirectAttributes redirect,
            HttpServletResponse response) {
        requireAdministrator(viewer);
        Clinic now = clinics.get(key);
        try {
            return save(
                    () -> clinics.update(key, form.toRequest(), viewer),
                    "clinic.saved",
                    form,
                    now,
                    model,
                    redirect,
                    response);
        } catch (Conflict e) {
            response.setStatus(HttpStatus.CONFLICT.value());
            model.addAttribute("conflict", true);
            Clinic newer = clinics.get(key);
            return page(form.withVersion(newer.version()), newer, List.of(), model);
        }
    }

    private String save(
            Supplier<Clinic> act,
            String done,
            ClinicForm form,
            @Nullable Clinic before,
            Model model,
            RedirectAttributes redirect,
            HttpServletResponse response) {
        try {
            Clinic saved = act.get();
            redirect.addFlashAttribute("done", done);
            redirect.addFlashAttribute("doneFor", Shown.text(saved.name()));
            return "redirect:/clinics/" + saved.key();
        } catch (InvalidInput e) {
            response.setStatus(HttpStatus.UNPROCESSABLE_ENTITY.value());
            return page(form, before, e.fields(), model);
        }
    }

    private String page(ClinicForm form, @Nullable Clinic before, List<InvalidInput.Field> problems, Model model) {
        List<ClinicForm.ContactRow> rows = form.rows();
        model.addAttribute("form", form);
        model.addAttribute("contactRows", rows);
        model.addAttribute("problems", FormProblems.of(problems, inputs(rows.size()), ClinicFormController::input));
        model.addAttribute("before", before == null ? null : before.key());
        model.addAttribute("beforeName", before == null ? null : Shown.text(before.name()));
        model.addAttribute("grants", grants.grants());
        model.addAttribute("identityKinds", IdentityKind.values());
        model.addAttribute("today", times.today().toString());
        return "desk/clinic-form";
    }

    private static List<String> inputs(int contacts) {
        List<String> inputs = new ArrayList<>(INPUTS);
        inputs.add("contacts");
        for (int row = 1; row <= contacts; row++) {
            for (String part : List.of("name", "mail", "role")) {
                inputs.add("contacts-" + row + "-" + part);
            }
        }
        inputs.add("signUpSponsors");
        return inputs;
    }

    /** {@code contacts[0].mail} has an input of its own, in row 1; several of another list share one. */
    private static String input(String field) {
        Matcher contact = CONTACT.matcher(field);
        if (contact.matches()) {
            return "contacts-" + (Integer.parseInt(contact.group(1)) + 1) + "-" + contact.group(2);
        }
        return field.equals("version") ? "name" : field.replaceFirst("\\[.*", "");
    }

    private List<String> sponsors(Clinic clinic) {
        return clinic.signUpSponsors().stream()
                .map(id -> people.byId(id).map(Person::userName).orElse(id.value()))
                .sorted()
                .toList();
    }

    private static void requireAdministrator(Viewer viewer) {
        if (!viewer.isAdministrator()) {
            throw new AccessDeniedException("for administrators");
        }
    }
}
