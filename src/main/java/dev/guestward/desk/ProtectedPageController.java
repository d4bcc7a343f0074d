package dev.guestward.desk;

import dev.guestward.guest.GuestId;
import dev.guestward.guest.Guests;
import dev.guestward.guest.PageOf;
import dev.guestward.people.Viewer;
import dev.guestward.problem.Conflict;
import dev.guestward.problem.InvalidInput;
import dev.guestward.problem.NotFound;
import dev.guestward.removal.exemption.ProtectedAccount;
import dev.guestward.removal.exemption.ProtectedAccounts;
import dev.guestward.removal.exemption.ProtectionRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
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

/** Accounts from which nothing is taken. For administrators. */
@DeskPage
@RequestMapping("/protected")
class ProtectedPageController {
    private static final int SIZE = 50;
    private static final List<String> INPUTS = List.of("who", "reason", "until");

    private final ProtectedAccounts accounts;
    private final Guests guests;
    private final ProtectionViews views;
    private final Times times;

    ProtectedPageController(ProtectedAccounts accounts, Guests guests, ProtectionViews views, Times times) {
        this.accounts = accounts;
        this.guests = guests;
        this.views = views;
        this.times = times;
    }

    /** What was typed; {@code who} is a guest's mail address or id, or the object id of any account. */
    record Form(
            @Nullable String who,
            @Nullable String reason,
            @Nullable String until) {}

    @GetMapping
    String list(@RequestParam(defaultValue = "0") int page, Viewer viewer, Locale locale, Model model) {
        return page(page, new Form(null, null, null), List.of(), viewer, locale, model);
    }

    @PostMapping
    String add(
            @ModelAttribute("form") Form form,
            Viewer viewer,
            Locale locale,
            Model model,
            RedirectAttributes redirect,
            HttpServletResponse response) {
        try {
            told(accounts.add(request(form), viewer), "protected.added", redirect);
            return "redirect:/protected";
        } catch (InvalidInput e) {
            response.setStatus(HttpStatus.UNPROCESSABLE_ENTITY.value());
            return page(0, form, e.fields(), viewer, locale, model);
        } catch (Conflict e) {
            response.setStatus(HttpStatus.CONFLICT.value());
            model.addAttribute("refused", "protected.conflict");
            return page(0, form, List.of(), viewer, locale, model);
        }
    }

    /** Ends a protection before its day; somebody else may have been quicker. */
    @PostMapping("/{id}/end")
    String takeOff(@PathVariable UUID id, Viewer viewer, RedirectAttributes redirect) {
        try {
            told(accounts.takeOff(id, viewer), "protected.ended", redirect);
        } catch (NotFound e) {
            redirect.addFlashAttribute("refused", "protected.gone");
        }
        return "redirect:/protected";
    }

    private void told(ProtectedAccount entry, String text, RedirectAttributes redirect) {
        redirect.addFlashAttribute("done", text);
        redirect.addFlashAttribute(
                "doneFor",
                accounts.guestOf(entry)
                        .map(guest -> Shown.text(guest.displayName()))
                        .orElse(entry.accountId()));
    }

    private ProtectionRequest request(Form form) {
        String who = form.who() == null ? "" : form.who().strip();
        String reason = form.reason() == null ? null : form.reason().replace("\r\n", "\n");
        boolean account =
                GuestId.parse(who).filter(id -> guests.find(id).isEmpty()).isPresent();
        return new ProtectionRequest(account ? who : null, account ? null : who, reason, form.until());
    }

    private String page(
            int number, Form form, List<InvalidInput.Field> problems, Viewer viewer, Locale locale, Model model) {
        PageOf<ProtectedAccount> found = accounts.list(Math.max(0, number), SIZE, viewer);
        model.addAttribute(
                "rows",
                found.content().stream().map(entry -> views.row(entry, locale)).toList());
        model.addAttribute("page", found.page());
        model.addAttribute("form", form);
        model.addAttribute("problems", FormProblems.of(INPUTS, problems));
        model.addAttribute("soonest", times.today().toString());
        model.addAttribute("latest", accounts.latest().toString());
        model.addAttribute("latestText", times.dayText(accounts.latest(), locale));
        return "desk/protected";
    }
}
