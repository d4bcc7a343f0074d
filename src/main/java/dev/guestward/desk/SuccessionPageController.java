package dev.guestward.desk;

import dev.guestward.people.PersonId;
import dev.guestward.people.Viewer;
import dev.guestward.problem.InvalidInput;
import dev.guestward.problem.NotFound;
import dev.guestward.sponsorship.LeavingPeople;
import dev.guestward.sponsorship.SuccessionProgress;
import jakarta.servlet.http.HttpServletResponse;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.context.MessageSource;
import org.springframework.http.HttpStatus;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/** Sponsors who leave: administrators see all and mark people, sponsors see and mark themselves. */
@DeskPage
@RequestMapping("/successions")
class SuccessionPageController {
    private static final List<String> INPUTS = List.of("person");

    private final LeavingPeople leaving;
    private final SuccessionProgress progress;
    private final GuestViews views;
    private final Times times;
    private final MessageSource texts;

    SuccessionPageController(
            LeavingPeople leaving, SuccessionProgress progress, GuestViews views, Times times, MessageSource texts) {
        this.leaving = leaving;
        this.progress = progress;
        this.views = views;
        this.times = times;
        this.texts = texts;
    }

    /** @param asked who is asked now, in words; empty if nobody is */
    record Row(
            String sponsor,
            String cause,
            Times.When begun,
            @Nullable String ended,
            int guests,
            int taken,
            int removed,
            int left,
            String asked) {}

    record Marked(String id, String name) {}

    @GetMapping
    String page(Viewer viewer, Locale locale, Model model) {
        return page("", List.of(), viewer, locale, model);
    }

    /** @param person user name or mail address; empty for whoever asks */
    @PostMapping("/leaving")
    String leave(
            @RequestParam(defaultValue = "") String person,
            Viewer viewer,
            Locale locale,
            Model model,
            RedirectAttributes redirect,
            HttpServletResponse response) {
        try {
            String name =
                    person.isBlank() && !viewer.isAdministrator() ? viewer.id().value() : person;
            redirect.addFlashAttribute(
                    "doneFor", Shown.text(leaving.mark(name, viewer).displayName()));
            redirect.addFlashAttribute("done", "succession.marked");
            return "redirect:/successions";
        } catch (NotFound e) {
            response.setStatus(HttpStatus.UNPROCESSABLE_ENTITY.value());
            String message = texts.getMessage("succession.unknown", null, locale);
            return page(person, List.of(new InvalidInput.Field("person", message)), viewer, locale, model);
        }
    }

    @PostMapping("/staying")
    String stay(@RequestParam String person, Viewer viewer, RedirectAttributes redirect) {
        redirect.addFlashAttribute(
                "doneFor", Shown.text(leaving.unmark(person, viewer).displayName()));
        redirect.addFlashAttribute("done", "succession.unmarked");
        return "redirect:/successions";
    }

    private String page(String typed, List<InvalidInput.Field> problems, Viewer viewer, Locale locale, Model model) {
        model.addAttribute("problems", FormProblems.of(INPUTS, problems));
        model.addAttribute("person", typed);
        model.addAttribute(
                "rows",
                progress.of(viewer).stream().map(one -> row(one, locale)).toList());
        List<PersonId> marked = progress.marked(viewer);
        model.addAttribute(
                "marked",
                marked.stream()
                        .map(one -> new Marked(one.value(), views.person(one, locale)))
                        .toList());
        model.addAttribute("mayMarkSelf", viewer.isSponsor() && !marked.contains(viewer.id()));
        return "desk/successions";
    }

    private Row row(SuccessionProgress.Standing standing, Locale locale) {
        var succession = standing.succession();
        return new Row(
                views.person(succession.sponsor(), locale),
                "succession.cause." + succession.cause(),
                times.moment(succession.begunAt(), locale),
                succession.endedAs() == null ? null : "succession.ending." + succession.endedAs(),
                standing.guests(),
                standing.taken(),
                standing.removed(),
                standing.left(),
                standing.asked().keySet().stream()
                        .map(rung -> texts.getMessage("succession.rung." + rung, null, locale))
                        .collect(Collectors.joining(", ")));
    }
}
