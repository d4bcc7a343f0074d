package dev.guestward.desk;

import dev.guestward.people.Viewer;
import dev.guestward.problem.Conflict;
import dev.guestward.problem.InvalidInput;
import dev.guestward.problem.NotFound;
import dev.guestward.review.CampaignEvidence;
import dev.guestward.review.CampaignSteering;
import dev.guestward.review.Campaigns;
import dev.guestward.review.Campaigns.Campaign;
import dev.guestward.review.Campaigns.Progress;
import dev.guestward.review.Campaigns.Tally;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.context.MessageSource;
import org.springframework.http.ContentDisposition;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/** Campaigns, each with how far it is and what can be done about it. For administrators. */
@DeskPage
@RequestMapping("/campaigns")
class CampaignPageController {
    private static final List<String> INPUTS = List.of("reason", "confirm");

    private final Campaigns campaigns;
    private final CampaignSteering steering;
    private final CampaignEvidence evidence;
    private final CampaignViews views;
    private final TrustViews trust;
    private final MessageSource texts;

    CampaignPageController(
            Campaigns campaigns,
            CampaignSteering steering,
            CampaignEvidence evidence,
            CampaignViews views,
            TrustViews trust,
            MessageSource texts) {
        this.campaigns = campaigns;
        this.steering = steering;
        this.evidence = evidence;
        this.views = views;
        this.trust = trust;
        this.texts = texts;
    }

    /** @param confirm the campaign's name */
    record Stop(@Nullable String reason, @Nullable String confirm) {
        @Override
        public String toString() {
            return "Stop[…]";
        }
    }

    @GetMapping
    String list(Viewer viewer, Locale locale, Model model) {
        List<Campaign> all = campaigns.all(viewer);
        Map<UUID, Tally> tallies = campaigns.tallies(all, viewer);
        model.addAttribute(
                "rows", all.stream().map(one -> views.row(one, tallies, locale)).toList());
        return "desk/campaigns";
    }

    @GetMapping("/{id}")
    String one(@PathVariable String id, Viewer viewer, Locale locale, Model model) {
        return page(id(id), new Stop(null, null), List.of(), viewer, locale, model);
    }

    /** The changing part of the page; nothing if all of it is shown already. */
    @GetMapping("/{id}/live")
    @Nullable
    String live(
            @PathVariable String id,
            @RequestParam(required = false) @Nullable String seen,
            Viewer viewer,
            Locale locale,
            Model model,
            HttpServletResponse response) {
        show(id(id), viewer, locale, model);
        if (Objects.equals(model.getAttribute("seen"), seen)) {
            response.setStatus(HttpStatus.NO_CONTENT.value());
            return null;
        }
        return "desk/campaign-live";
    }

    /** Written by the request's own thread: the surroundings of a page are not made again when it is done. */
    @GetMapping("/{id}/evidence")
    void evidence(@PathVariable String id, Viewer viewer, HttpServletResponse response) throws IOException {
        Progress progress = campaigns.progress(id(id), viewer);
        String name = "guestward-campaign-" + progress.campaign().id() + ".zip";
        response.setContentType("application/zip");
        response.setHeader(
                HttpHeaders.CONTENT_DISPOSITION,
                ContentDisposition.attachment().filename(name).build().toString());
        evidence.write(progress, viewer, response.getOutputStream());
    }

    @PostMapping("/{id}/pause")
    String pause(@PathVariable String id, Viewer viewer, RedirectAttributes redirect) {
        return act(id, "campaign-page.paused", redirect, campaign -> {
            steering.pause(campaign, viewer);
            return "";
        });
    }

    @PostMapping("/{id}/resume")
    String resume(@PathVariable String id, Viewer viewer, RedirectAttributes redirect) {
        return act(id, "campaign-page.resumed", redirect, campaign -> {
            steering.resume(campaign, viewer);
            return "";
        });
    }

    @PostMapping("/{id}/nudge")
    String nudge(@PathVariable String id, Viewer viewer, RedirectAttributes redirect) {
        return act(id, "campaign-page.nudged", redirect, campaign -> String.valueOf(steering.nudge(campaign, viewer)));
    }

    @PostMapping("/{id}/stop")
    String stop(
            @PathVariable String id,
            @ModelAttribute("form") Stop form,
            Viewer viewer,
            Locale locale,
            Model model,
            RedirectAttributes redirect,
            HttpServletResponse response) {
        UUID campaign = id(id);
        String title = campaigns.progress(campaign, viewer).campaign().title();
        List<InvalidInput.Field> problems;
        if (String.valueOf(form.confirm()).strip().equalsIgnoreCase(title)) {
            try {
                return act(id, "campaign-page.stopped", redirect, one -> {
                    steering.stop(one, form.reason(), viewer);
                    return "";
                });
            } catch (InvalidInput e) {
                problems = e.fields();
            }
        } else {
            String message = texts.getMessage("campaign-page.invalid.title", new Object[] {title}, locale);
            problems = List.of(new InvalidInput.Field("confirm", message));
        }
        response.setStatus(HttpStatus.UNPROCESSABLE_ENTITY.value());
        return page(campaign, form, problems, viewer, locale, model);
    }

    /** @return what is said about it */
    private interface Act {
        String on(UUID campaign);
    }

    /** Somebody else may have been quicker. */
    private static String act(String id, String text, RedirectAttributes redirect, Act act) {
        UUID campaign = id(id);
        try {
            redirect.addFlashAttribute("doneFor", act.on(campaign));
            redirect.addFlashAttribute("done", text);
        } catch (Conflict e) {
            redirect.addFlashAttribute("refused", true);
        }
        return "redirect:/campaigns/" + campaign;
    }

    private String page(
            UUID id, Stop form, List<InvalidInput.Field> problems, Viewer viewer, Locale locale, Model model) {
        show(id, viewer, locale, model);
        model.addAttribute("form", form);
        model.addAttribute("problems", FormProblems.of(INPUTS, problems));
        return "desk/campaign";
    }

    private void show(UUID id, Viewer viewer, Locale locale, Model model) {
        CampaignViews.Page view = views.page(campaigns.progress(id, viewer), locale);
        TrustViews.Trust answers = trust.of(id, viewer, locale);
        model.addAttribute("view", view);
        model.addAttribute("trust", answers);
        model.addAttribute("seen", Shown.stamp(view, answers));
    }

    private static UUID id(String text) {
        try {
            return UUID.fromString(text);
        } catch (IllegalArgumentException e) {
            throw new NotFound("There is no such campaign.");
        }
    }
}
