package dev.guestward.desk;

import dev.guestward.clinic.Clinic;
import dev.guestward.clinic.Clinics;
import dev.guestward.desk.Times.When;
import dev.guestward.guest.Grants;
import dev.guestward.invitation.ChoiceNeeded;
import dev.guestward.invitation.InvitationAnswer;
import dev.guestward.people.Viewer;
import dev.guestward.problem.Conflict;
import dev.guestward.problem.InvalidInput;
import dev.guestward.problem.NotFound;
import dev.guestward.signup.SignUp;
import dev.guestward.signup.SignUpRequests;
import dev.guestward.signup.SignUpRequests.Terms;
import jakarta.servlet.http.HttpServletResponse;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Collectors;
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

/** Clinicians who asked by themselves and wait for this sponsor; for administrators also those who wait for others. */
@DeskPage
@RequestMapping("/sign-ups")
class SignUpDeskController {
    private static final List<String> INPUTS =
            List.of("terms", "grants", "accessUntil", "purpose", "reason", "sponsor");

    private final SignUpRequests requests;
    private final Clinics clinics;
    private final Grants grants;
    private final GuestViews views;
    private final Times times;

    SignUpDeskController(SignUpRequests requests, Clinics clinics, Grants grants, GuestViews views, Times times) {
        this.requests = requests;
        this.clinics = clinics;
        this.grants = grants;
        this.views = views;
        this.times = times;
    }

    /** One of the list, or the whole page of one; {@code sponsor} is empty before one is chosen. */
    record Row(
            String id,
            String name,
            String email,
            String clinic,
            String clinicKey,
            String purpose,
            String sponsor,
            When asked,
            When lapses) {}

    /** What the sponsor may change before it is asked for. */
    record TermsForm(
            @Nullable String purpose,
            @Nullable List<String> grants,
            @Nullable String accessUntil,
            @Nullable String continueAs) {
        static TermsForm of(SignUp signUp) {
            return new TermsForm(signUp.purpose(), signUp.grants(), signUp.accessUntil(), null);
        }

        public boolean wants(String grant) {
            return grants != null && grants.contains(grant);
        }

        /** A form without a tick says none, not as before. */
        Terms toTerms() {
            return new Terms(
                    purpose == null ? "" : purpose.replace("\r\n", "\n"),
                    grants == null ? List.of() : List.copyOf(grants),
                    accessUntil == null ? "" : accessUntil,
                    continueAs);
        }
    }

    @GetMapping
    String list(Viewer viewer, Locale locale, Model model) {
        model.addAttribute(
                "rows",
                requests.waitingFor(viewer).stream()
                        .map(signUp -> row(signUp, locale))
                        .toList());
        model.addAttribute("everybodys", viewer.isAdministrator());
        return "desk/sign-ups";
    }

    @GetMapping("/{id}")
    String one(@PathVariable String id, Viewer viewer, Locale locale, Model model) {
        SignUp signUp = requests.get(parsed(id), viewer);
        TermsForm form = TermsForm.of(signUp);
        return page(signUp, form, null, List.of(), viewer, locale, model);
    }

    @PostMapping("/{id}/acceptance")
    String accept(
            @PathVariable String id,
            @ModelAttribute("form") TermsForm form,
            Viewer viewer,
            Locale locale,
            Model model,
            RedirectAttributes redirect,
            HttpServletResponse response) {
        UUID key = parsed(id);
        SignUp signUp = requests.get(key, viewer);
        try {
            InvitationAnswer answer = requests.accept(key, form.toTerms(), viewer);
            if (answer instanceof InvitationAnswer.Accepted accepted) {
                redirect.addFlashAttribute("done", "invite.done");
                redirect.addFlashAttribute("doneFor", Shown.text(signUp.displayName()));
                return "redirect:/guests/" + accepted.guest();
            }
            redirect.addFlashAttribute("done", "invite.known-here");
            return "redirect:/sign-ups";
        } catch (InvalidInput e) {
            response.setStatus(HttpStatus.UNPROCESSABLE_ENTITY.value());
            return page(signUp, form, null, e.fields(), viewer, locale, model);
        } catch (ChoiceNeeded e) {
            response.setStatus(HttpStatus.CONFLICT.value());
            model.addAttribute("same", SamePersonChoice.of(e, times, locale));
            return page(signUp, form, null, List.of(), viewer, locale, model);
        } catch (Conflict e) {
            return conflict(signUp, form, viewer, locale, model, response);
        }
    }

    @PostMapping("/{id}/decline")
    String decline(
            @PathVariable String id,
            @RequestParam(required = false) @Nullable String reason,
            Viewer viewer,
            Locale locale,
            Model model,
            RedirectAttributes redirect,
            HttpServletResponse response) {
        UUID key = parsed(id);
        SignUp signUp = requests.get(key, viewer);
        TermsForm form = TermsForm.of(signUp);
        try {
            requests.decline(key, reason == null ? null : reason.replace("\r\n", "\n"), viewer);
            redirect.addFlashAttribute("done", "signup.desk.declined");
            redirect.addFlashAttribute("doneFor", Shown.text(signUp.displayName()));
            return "redirect:/sign-ups";
        } catch (InvalidInput e) {
            response.setStatus(HttpStatus.UNPROCESSABLE_ENTITY.value());
            return page(signUp, form, reason, e.fields(), viewer, locale, model);
        } catch (Conflict e) {
            return conflict(signUp, form, viewer, locale, model, response);
        }
    }

    @PostMapping("/{id}/sponsor")
    String assign(
            @PathVariable String id,
            @RequestParam(required = false) @Nullable String sponsor,
            Viewer viewer,
            Locale locale,
            Model model,
            RedirectAttributes redirect,
            HttpServletResponse response) {
        UUID key = parsed(id);
        SignUp signUp = requests.get(key, viewer);
        TermsForm form = TermsForm.of(signUp);
        try {
            requests.assign(key, sponsor, viewer);
            redirect.addFlashAttribute("done", "signup.desk.assigned");
            redirect.addFlashAttribute("doneFor", Shown.text(signUp.displayName()));
            return "redirect:/sign-ups";
        } catch (InvalidInput e) {
            response.setStatus(HttpStatus.UNPROCESSABLE_ENTITY.value());
            return page(signUp, form, null, e.fields(), viewer, locale, model);
        } catch (Conflict e) {
            return conflict(signUp, form, viewer, locale, model, response);
        }
    }

    private static boolean isOpen(SignUp signUp) {
        return signUp.state() == SignUp.State.WAITING || signUp.state() == SignUp.State.CONFIRMED;
    }

    private String conflict(
            SignUp before, TermsForm form, Viewer viewer, Locale locale, Model model, HttpServletResponse response) {
        response.setStatus(HttpStatus.CONFLICT.value());
        SignUp now = requests.get(before.id(), viewer);
        model.addAttribute("conflict", isOpen(now));
        return page(now, form, null, List.of(), viewer, locale, model);
    }

    private String page(
            SignUp signUp,
            TermsForm form,
            @Nullable String reason,
            List<InvalidInput.Field> problems,
            Viewer viewer,
            Locale locale,
            Model model) {
        Optional<Clinic> clinic = clinics.byId(signUp.clinicId());
        Map<String, Grants.Grant> offered = grants.grants().entrySet().stream()
                .filter(grant -> clinic.map(one -> one.allows(grant.getKey())).orElse(false))
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
        model.addAttribute("row", row(signUp, locale));
        model.addAttribute("waiting", isOpen(signUp));
        model.addAttribute("mine", signUp.sponsor() != null && viewer.is(signUp.sponsor()));
        model.addAttribute("administrator", viewer.isAdministrator());
        model.addAttribute("others", viewer.isAdministrator() ? requests.others(signUp) : List.of());
        model.addAttribute("form", form);
        model.addAttribute("reason", reason);
        model.addAttribute("problems", FormProblems.of(INPUTS, problems));
        model.addAttribute("grants", new TreeMap<>(offered));
        return "desk/sign-up";
    }

    private Row row(SignUp signUp, Locale locale) {
        return new Row(
                signUp.id().toString(),
                Shown.text(signUp.displayName()),
                Shown.text(signUp.email()),
                clinics.byId(signUp.clinicId())
                        .map(Clinic::name)
                        .map(Shown::text)
                        .orElse(""),
                clinics.byId(signUp.clinicId()).map(Clinic::key).orElse(""),
                Shown.text(signUp.purpose()),
                signUp.sponsor() == null ? "" : views.person(signUp.sponsor(), locale),
                times.moment(signUp.confirmedAt(), locale),
                times.day(requests.lapsesAt(signUp), locale));
    }

    private static UUID parsed(String id) {
        try {
            return UUID.fromString(id);
        } catch (IllegalArgumentException e) {
            throw new NotFound("There is no such request, or it is not yours.");
        }
    }
}
