package dev.guestward.desk;

import dev.guestward.clinic.Clinics;
import dev.guestward.guest.Grants;
import dev.guestward.guest.Guests;
import dev.guestward.people.Viewer;
import dev.guestward.problem.Conflict;
import dev.guestward.problem.InvalidInput;
import dev.guestward.review.Campaigns;
import dev.guestward.review.Campaigns.Campaign;
import dev.guestward.review.Campaigns.SponsorProgress;
import dev.guestward.review.Campaigns.Wish;
import jakarta.servlet.http.HttpServletResponse;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.springframework.context.MessageSource;
import org.springframework.http.HttpStatus;
import org.springframework.security.access.AccessDeniedException;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/** Starts a campaign: first who would be asked about whom, then with the number of guests typed. */
@DeskPage
@RequestMapping("/campaigns/new")
class CampaignFormController {
    private static final int SOONEST_DAYS = 3;
    private static final int LATEST_DAYS = 60;

    private final Campaigns campaigns;
    private final CampaignViews views;
    private final Guests guests;
    private final Clinics clinics;
    private final Grants grants;
    private final Times times;
    private final MessageSource texts;

    CampaignFormController(
            Campaigns campaigns,
            CampaignViews views,
            Guests guests,
            Clinics clinics,
            Grants grants,
            Times times,
            MessageSource texts) {
        this.campaigns = campaigns;
        this.views = views;
        this.guests = guests;
        this.clinics = clinics;
        this.grants = grants;
        this.times = times;
        this.texts = texts;
    }

    @GetMapping
    String page(Viewer viewer, Model model) {
        onlyAdministrators(viewer);
        return form(CampaignForm.empty(), List.of(), model);
    }

    /** Shows who would be asked; nothing is kept. */
    @PostMapping("/preview")
    String look(
            @ModelAttribute("form") CampaignForm form,
            Viewer viewer,
            Locale locale,
            Model model,
            HttpServletResponse response) {
        onlyAdministrators(viewer);
        return preview(form, List.of(), viewer, locale, model, response);
    }

    @PostMapping
    String start(
            @ModelAttribute("form") CampaignForm form,
            Viewer viewer,
            Locale locale,
            Model model,
            RedirectAttributes redirect,
            HttpServletResponse response) {
        onlyAdministrators(viewer);
        try {
            Wish wish = form.wish(guests);
            int about = total(campaigns.preview(wish, viewer));
            if (!Objects.equals(TypedCount.of(form.confirm()), (long) about)) {
                String message =
                        texts.getMessage("campaign-page.invalid.confirm", new Object[] {String.valueOf(about)}, locale);
                return preview(
                        form, List.of(new InvalidInput.Field("confirm", message)), viewer, locale, model, response);
            }
            Campaign started = campaigns.start(wish, viewer);
            redirect.addFlashAttribute("done", "campaign-page.started");
            redirect.addFlashAttribute("doneFor", String.valueOf(about));
            return "redirect:/campaigns/" + started.id();
        } catch (InvalidInput e) {
            return preview(form, shown(form, e.fields(), locale), viewer, locale, model, response);
        } catch (Conflict e) {
            response.setStatus(HttpStatus.CONFLICT.value());
            model.addAttribute("refused", true);
            return form(form, List.of(), model);
        }
    }

    private String preview(
            CampaignForm form,
            List<InvalidInput.Field> problems,
            Viewer viewer,
            Locale locale,
            Model model,
            HttpServletResponse response) {
        List<InvalidInput.Field> wrong = problems;
        try {
            Wish wish = form.wish(guests);
            campaigns.check(wish, viewer);
            List<SponsorProgress> sponsors = campaigns.preview(wish, viewer);
            model.addAttribute("would", views.would(sponsors, campaigns.previewGuests(wish, viewer)));
            model.addAttribute("about", total(sponsors));
            model.addAttribute("wouldSecond", views.would(campaigns.previewSecond(wish, viewer), List.of()));
        } catch (InvalidInput e) {
            wrong = wrong.isEmpty() ? shown(form, e.fields(), locale) : wrong;
        }
        if (!wrong.isEmpty()) {
            response.setStatus(HttpStatus.UNPROCESSABLE_ENTITY.value());
        }
        return form(form, wrong, model);
    }

    /** At the inputs of this page; of a list, the first line that is nobody. */
    private List<InvalidInput.Field> shown(CampaignForm form, List<InvalidInput.Field> fields, Locale locale) {
        return fields.stream()
                .map(field -> new InvalidInput.Field(
                        form.input(field.field()),
                        form.unknown(field.field(), guests)
                                .map(line -> texts.getMessage(
                                        "campaign-page.invalid.guests", new Object[] {Shown.text(line)}, locale))
                                .orElse(field.message())))
                .toList();
    }

    private static int total(List<SponsorProgress> sponsors) {
        return sponsors.stream().mapToInt(SponsorProgress::guests).sum();
    }

    private String form(CampaignForm form, List<InvalidInput.Field> problems, Model model) {
        model.addAttribute("form", form);
        model.addAttribute("problems", FormProblems.of(CampaignForm.INPUTS, problems));
        model.addAttribute("clinics", clinics.all());
        model.addAttribute("grants", grants.grants());
        model.addAttribute("soonest", times.today().plusDays(SOONEST_DAYS).toString());
        model.addAttribute("latest", times.today().plusDays(LATEST_DAYS).toString());
        return "desk/campaign-form";
    }

    private static void onlyAdministrators(Viewer viewer) {
        if (!viewer.isAdministrator()) {
            throw new AccessDeniedException("for administrators");
        }
    }
}
