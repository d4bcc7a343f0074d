package dev.guestward.desk;

import dev.guestward.directory.changes.DeadLetters.DeadLetter;
import dev.guestward.directory.changes.Disappearances.Alarm;
import dev.guestward.feed.SetAside;
import dev.guestward.feed.SuddenLosses;
import dev.guestward.guest.PageOf;
import dev.guestward.people.Viewer;
import dev.guestward.problem.Conflict;
import dev.guestward.problem.InvalidInput;
import dev.guestward.problem.NotFound;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/** Notifications that were set aside, and accounts that seem gone in suspicious numbers. For administrators. */
@DeskPage
@RequestMapping("/directory/dead-letters")
class FeedPageController {
    private static final String PAGE = "redirect:/directory/dead-letters";
    private static final int SIZE = 50;

    private final SetAside letters;
    private final SuddenLosses losses;
    private final FeedViews views;

    FeedPageController(SetAside letters, SuddenLosses losses, FeedViews views) {
        this.letters = letters;
        this.losses = losses;
        this.views = views;
    }

    @GetMapping
    String page(@RequestParam(defaultValue = "0") int page, Viewer viewer, Locale locale, Model model) {
        PageOf<DeadLetter> found = letters.waiting(Math.max(0, page), SIZE, viewer);
        model.addAttribute(
                "rows",
                found.content().stream()
                        .map(letter -> views.row(letter, locale))
                        .toList());
        model.addAttribute("page", found.page());
        Optional<Alarm> alarm = losses.waiting(viewer);
        model.addAttribute("alarm", alarm.map(one -> views.alarm(one, locale)).orElse(null));
        model.addAttribute(
                "gone",
                alarm.isEmpty()
                        ? List.of()
                        : losses.guests(viewer).stream().map(FeedViews::gone).toList());
        return "desk/dead-letters";
    }

    @PostMapping("/{id}/replay")
    String replay(@PathVariable UUID id, Viewer viewer, RedirectAttributes redirect) {
        try {
            letters.replay(id, viewer);
            redirect.addFlashAttribute("done", "dead.done.one");
        } catch (NotFound e) {
            redirect.addFlashAttribute("refused", "dead.refused.gone");
        } catch (Conflict e) {
            redirect.addFlashAttribute("refused", "dead.refused.broker");
        }
        return PAGE;
    }

    @PostMapping("/replay")
    String replayAll(Viewer viewer, RedirectAttributes redirect) {
        try {
            int many = letters.replayAll(viewer);
            redirect.addFlashAttribute("done", "dead.done.all");
            redirect.addFlashAttribute("doneFor", String.valueOf(many));
        } catch (Conflict e) {
            redirect.addFlashAttribute("refused", "dead.refused.broker");
        }
        return PAGE;
    }

    /** @param count as typed */
    @PostMapping("/gone/{alarm}/confirmation")
    String confirm(
            @PathVariable UUID alarm,
            @RequestParam(required = false) @Nullable String count,
            Viewer viewer,
            RedirectAttributes redirect) {
        try {
            losses.confirm(alarm, TypedCount.of(count), viewer);
            redirect.addFlashAttribute("done", "dead.gone.done.confirmed");
        } catch (InvalidInput e) {
            redirect.addFlashAttribute("refused", "dead.gone.refused.count");
        } catch (Conflict e) {
            redirect.addFlashAttribute("refused", "dead.gone.refused.decided");
        }
        return PAGE;
    }

    @PostMapping("/gone/{alarm}/dismissal")
    String dismiss(@PathVariable UUID alarm, Viewer viewer, RedirectAttributes redirect) {
        try {
            losses.dismiss(alarm, viewer);
            redirect.addFlashAttribute("done", "dead.gone.done.dismissed");
        } catch (Conflict e) {
            redirect.addFlashAttribute("refused", "dead.gone.refused.decided");
        }
        return PAGE;
    }
}
