package dev.guestward.platform.security;

import org.jspecify.annotations.Nullable;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.RequestParam;

/** The pages around signing in and out. */
@Controller
class SignInPages {
    private final SignInSettings settings;
    private final Registrations registrations;

    SignInPages(SignInSettings settings, Registrations registrations) {
        this.settings = settings;
        this.registrations = registrations;
    }

    @ModelAttribute
    void ways(Model model) {
        model.addAttribute("localUsers", settings.hasLocalUsers());
        model.addAttribute("withEntra", registrations.offersSignIn());
        model.addAttribute("organisation", settings.organisation());
        model.addAttribute("contact", settings.contact());
    }

    /** @param problem what sent the person back here, see {@link SignInFailures} */
    @GetMapping("/login")
    String login(
            @RequestParam(required = false) @Nullable String problem,
            @RequestParam(required = false) @Nullable String goodbye,
            Model model) {
        if (SecurityContextHolder.getContext().getAuthentication() instanceof PersonAuthentication) {
            return "redirect:/";
        }
        model.addAttribute("problem", problem);
        model.addAttribute("goodbye", goodbye != null);
        return "security/login";
    }

    @GetMapping("/login/refused")
    String refused() {
        return "security/refused";
    }

    /** Only reached when the request came from elsewhere: a link must not sign people out behind their backs. */
    @GetMapping("/logout")
    String logout() {
        return "security/logout";
    }
}
