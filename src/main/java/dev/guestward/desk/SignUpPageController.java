package dev.guestward.desk;

import dev.guestward.guest.Grants;
import dev.guestward.hospital.HospitalSettings;
import dev.guestward.invitation.InvitationSettings;
import dev.guestward.problem.InvalidInput;
import dev.guestward.signup.SendAgain;
import dev.guestward.signup.SignUpConfirmation;
import dev.guestward.signup.SignUpConfirmation.Next;
import dev.guestward.signup.SignUpForm;
import dev.guestward.signup.SignUpProof;
import dev.guestward.signup.SignUps;
import dev.guestward.signup.TooManySignUps;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.time.LocalDate;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.ModelAndView;

/**
 * The public pages on which clinicians ask by themselves; there only if they are wanted. Every form that can be taken is
 * answered the same. What a link leads to is only shown: mail scanners follow links, and a person presses the button.
 */
@Controller
@ConditionalOnProperty(name = "guestward.sign-up.enabled", havingValue = "true")
@RequestMapping("/sign-up")
class SignUpPageController {
    private static final int USUAL_DAYS = 180;
    private static final List<String> INPUTS = List.of("email", "displayName", "purpose", "grants", "accessUntil");

    private final SignUps signUps;
    private final SignUpProof proof;
    private final SignUpConfirmation confirmation;
    private final Grants grants;
    private final InvitationSettings settings;
    private final HospitalSettings hospital;
    private final Times times;

    SignUpPageController(
            SignUps signUps,
            SignUpProof proof,
            SignUpConfirmation confirmation,
            Grants grants,
            InvitationSettings settings,
            HospitalSettings hospital,
            Times times) {
        this.signUps = signUps;
        this.proof = proof;
        this.confirmation = confirmation;
        this.grants = grants;
        this.settings = settings;
        this.hospital = hospital;
        this.times = times;
    }

    @ModelAttribute("hospital")
    String hospital() {
        return hospital.name();
    }

    @GetMapping
    String form(Locale locale, Model model) {
        LocalDate usual = times.today().plusDays(USUAL_DAYS);
        LocalDate until = usual.isBefore(latest()) ? usual : latest();
        return page(
                new SignUpForm(null, null, null, null, until.toString(), proof.opened(), null),
                List.of(),
                locale,
                model);
    }

    @PostMapping
    String send(
            @ModelAttribute("form") SignUpForm form,
            HttpServletRequest request,
            HttpServletResponse response,
            Locale locale,
            Model model) {
        try {
            signUps.receive(form, request.getRemoteAddr(), locale);
            return "redirect:/sign-up/sent";
        } catch (InvalidInput e) {
            response.setStatus(HttpStatus.UNPROCESSABLE_ENTITY.value());
            return page(form, e.fields(), locale, model);
        } catch (SendAgain e) {
            response.setStatus(HttpStatus.UNPROCESSABLE_ENTITY.value());
            model.addAttribute("again", true);
            return page(opened(form), List.of(), locale, model);
        }
    }

    @GetMapping("/sent")
    String sent() {
        return "sign-up/sent";
    }

    @GetMapping("/confirm")
    String askToConfirm(
            @RequestParam(required = false) @Nullable String token, HttpServletResponse response, Model model) {
        if (!confirmation.isOpen(token)) {
            return notGood(response);
        }
        model.addAttribute("token", token);
        return "sign-up/confirm";
    }

    @PostMapping("/confirm")
    String confirm(@RequestParam(required = false) @Nullable String token, HttpServletResponse response, Model model) {
        return next(confirmation.confirm(token), false, response, model);
    }

    @PostMapping("/sponsor")
    String choose(
            @RequestParam(required = false) @Nullable String token,
            @RequestParam(required = false) @Nullable String sponsor,
            HttpServletResponse response,
            Model model) {
        return next(confirmation.choose(token, sponsor), true, response, model);
    }

    private static String next(Optional<Next> next, boolean hasChosen, HttpServletResponse response, Model model) {
        if (next.isEmpty()) {
            return notGood(response);
        }
        if (next.get().isWithSponsor()) {
            return "sign-up/done";
        }
        if (hasChosen) {
            response.setStatus(HttpStatus.UNPROCESSABLE_ENTITY.value());
        }
        model.addAttribute("next", next.get());
        model.addAttribute("again", hasChosen);
        return "sign-up/sponsor";
    }

    private static String notGood(HttpServletResponse response) {
        response.setStatus(HttpStatus.BAD_REQUEST.value());
        return "sign-up/link";
    }

    @ExceptionHandler
    ModelAndView tooMany(TooManySignUps e, HttpServletResponse response) {
        response.setHeader(HttpHeaders.RETRY_AFTER, String.valueOf(e.retryAfterSeconds()));
        ModelAndView page = new ModelAndView("sign-up/busy", HttpStatus.TOO_MANY_REQUESTS);
        page.addObject("hospital", hospital.name());
        page.addObject("minutes", (e.retryAfterSeconds() + 59) / 60);
        return page;
    }

    private String page(SignUpForm form, List<InvalidInput.Field> problems, Locale locale, Model model) {
        model.addAttribute("form", form);
        model.addAttribute("problems", FormProblems.of(INPUTS, problems));
        model.addAttribute("grants", grants.grants());
        model.addAttribute("soonest", times.today().toString());
        model.addAttribute("latest", latest().toString());
        model.addAttribute("latestText", times.dayText(latest(), locale));
        return "sign-up/form";
    }

    /** What was typed, with a fresh opening. */
    private SignUpForm opened(SignUpForm form) {
        return new SignUpForm(
                form.email(),
                form.displayName(),
                form.purpose(),
                form.grants(),
                form.accessUntil(),
                proof.opened(),
                null);
    }

    private LocalDate latest() {
        return times.dayAfter(settings.longestAccess());
    }
}
