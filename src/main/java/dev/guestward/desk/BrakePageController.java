package dev.guestward.desk;

import dev.guestward.people.Viewer;
import dev.guestward.problem.Conflict;
import dev.guestward.problem.InvalidInput;
import dev.guestward.problem.NotFound;
import dev.guestward.removal.BrakeCapChanges;
import dev.guestward.removal.BrakeCapChanges.Wanted;
import dev.guestward.removal.BrakeCaps.Cap;
import dev.guestward.removal.BrakeHolds;
import dev.guestward.removal.BrakeHolds.Choice;
import dev.guestward.removal.BrakeHolds.Released;
import dev.guestward.removal.CapChange;
import jakarta.servlet.http.HttpServletResponse;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/** The brake: what it allows, what it holds, and what administrators do about it. Owners look. */
@DeskPage
@RequestMapping("/brake")
class BrakePageController {
    private static final String PAGE = "redirect:/brake";

    private final BrakeHolds holds;
    private final BrakeCapChanges changes;
    private final BrakeViews views;

    BrakePageController(BrakeHolds holds, BrakeCapChanges changes, BrakeViews views) {
        this.holds = holds;
        this.changes = changes;
        this.views = views;
    }

    /**
     * What was chosen of a batch.
     *
     * @param which {@code all} for the whole batch; else the marked ones
     * @param count how many the person thinks the batch has
     */
    record Form(
            @Nullable String batch,
            @Nullable String which,
            @Nullable List<String> holds,
            @Nullable String count,
            @Nullable String reason) {
        boolean all() {
            return "all".equals(which);
        }

        Choice toChoice() {
            return all()
                    ? new Choice(null, batch, TypedCount.of(count))
                    : new Choice(
                            holds == null
                                    ? List.of()
                                    : holds.stream().map(Form::id).toList(),
                            null,
                            null);
        }

        private static UUID id(String text) {
            return uuid(text);
        }
    }

    /** What was typed for a cap. */
    record CapForm(
            @Nullable String fewest,
            @Nullable String most,
            @Nullable String percent) {
        Wanted toWanted() {
            return new Wanted(parsed(fewest), parsed(most), parsed(percent));
        }

        private static @Nullable Integer parsed(@Nullable String number) {
            return number != null && number.strip().matches("[0-9]{1,9}") ? Integer.valueOf(number.strip()) : null;
        }
    }

    @GetMapping
    String page(Viewer viewer, Locale locale, Model model) {
        model.addAttribute("brake", views.page(viewer, locale));
        model.addAttribute("problems", new FormProblems(Map.of()));
        return "desk/brake";
    }

    @PostMapping("/release")
    String release(
            @ModelAttribute("form") Form form,
            Viewer viewer,
            Locale locale,
            Model model,
            RedirectAttributes redirect,
            HttpServletResponse response) {
        return answered(form.batch(), List.of("holds", "count"), viewer, locale, model, response, () -> {
            Released released = holds.release(form.toChoice(), viewer);
            redirect.addFlashAttribute("done", released.released() > 0 ? "brake.done.released" : "brake.done.asked");
            redirect.addFlashAttribute(
                    "doneFor", String.valueOf(released.released() > 0 ? released.released() : released.asked()));
            return PAGE;
        });
    }

    @PostMapping("/drop")
    String drop(
            @ModelAttribute("form") Form form,
            Viewer viewer,
            Locale locale,
            Model model,
            RedirectAttributes redirect,
            HttpServletResponse response) {
        return answered(form.batch(), List.of("holds", "count", "reason"), viewer, locale, model, response, () -> {
            int dropped = holds.drop(form.toChoice(), form.reason(), viewer);
            redirect.addFlashAttribute("done", "brake.done.dropped");
            redirect.addFlashAttribute("doneFor", String.valueOf(dropped));
            return PAGE;
        });
    }

    @PostMapping("/caps/{name}")
    String change(
            @PathVariable String name,
            @ModelAttribute("capForm") CapForm form,
            Viewer viewer,
            Locale locale,
            Model model,
            RedirectAttributes redirect,
            HttpServletResponse response) {
        return answered(name, List.of("fewest", "most", "percent"), viewer, locale, model, response, () -> {
            CapChange change = changes.change(cap(name), form.toWanted(), viewer);
            redirect.addFlashAttribute("done", "brake.done." + change.state());
            return PAGE;
        });
    }

    @PostMapping("/caps/{name}/changes/{change}/confirmation")
    String confirm(
            @PathVariable String name,
            @PathVariable String change,
            Viewer viewer,
            Locale locale,
            Model model,
            RedirectAttributes redirect,
            HttpServletResponse response) {
        return answered(name, List.of("fewest"), viewer, locale, model, response, () -> {
            changes.confirm(cap(name), uuid(change), viewer);
            redirect.addFlashAttribute("done", "brake.done.RAISED");
            return PAGE;
        });
    }

    @PostMapping("/caps/{name}/changes/{change}/withdrawal")
    String withdraw(
            @PathVariable String name,
            @PathVariable String change,
            Viewer viewer,
            Locale locale,
            Model model,
            RedirectAttributes redirect,
            HttpServletResponse response) {
        return answered(name, List.of("fewest"), viewer, locale, model, response, () -> {
            changes.withdraw(cap(name), uuid(change), viewer);
            redirect.addFlashAttribute("done", "brake.done.WITHDRAWN");
            return PAGE;
        });
    }

    /**
     * What was wrong is shown on the page as it stands now.
     *
     * @param at which batch or cap the form belongs to
     */
    private String answered(
            @Nullable String at,
            List<String> inputs,
            Viewer viewer,
            Locale locale,
            Model model,
            HttpServletResponse response,
            Supplier<String> act) {
        try {
            return act.get();
        } catch (InvalidInput e) {
            page(viewer, locale, model);
            response.setStatus(HttpStatus.UNPROCESSABLE_ENTITY.value());
            model.addAttribute("problems", FormProblems.of(inputs, e.fields()));
        } catch (Conflict | NotFound e) {
            page(viewer, locale, model);
            response.setStatus(HttpStatus.CONFLICT.value());
            model.addAttribute("conflict", e.getMessage());
        }
        model.addAttribute("at", at);
        return "desk/brake";
    }

    private static Cap.Name cap(String name) {
        return Cap.Name.parse(name).orElseThrow(() -> new NotFound("There is no such cap."));
    }

    private static UUID uuid(String text) {
        try {
            return UUID.fromString(text);
        } catch (IllegalArgumentException e) {
            throw new NotFound("There is no such held act.");
        }
    }
}
