package dev.guestward.desk;

import dev.guestward.people.People;
import dev.guestward.people.Person;
import dev.guestward.people.PersonId;
import dev.guestward.people.Viewer;
import dev.guestward.problem.Conflict;
import dev.guestward.problem.InvalidInput;
import dev.guestward.problem.NotFound;
import dev.guestward.review.Campaigns;
import dev.guestward.review.Reassignments;
import dev.guestward.review.Reassignments.Given;
import dev.guestward.review.Reassignments.Waiting;
import dev.guestward.review.Reassignments.Wish;
import dev.guestward.review.Review;
import dev.guestward.review.Reviews;
import jakarta.servlet.http.HttpServletResponse;
import java.util.ArrayList;
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

/** Has somebody else answer a review of a campaign, or about one guest in it: first what would happen, then it is done. */
@DeskPage
@RequestMapping("/campaigns/{id}/reassign")
class ReassignController {
    private static final List<String> INPUTS = List.of("to", "what");

    private final Campaigns campaigns;
    private final Reassignments reassignments;
    private final Reviews reviews;
    private final People people;
    private final Times times;

    ReassignController(Campaigns campaigns, Reassignments reassignments, Reviews reviews, People people, Times times) {
        this.campaigns = campaigns;
        this.reassignments = reassignments;
        this.reviews = reviews;
        this.people = people;
        this.times = times;
    }

    /**
     * What was chosen and typed.
     *
     * @param from id of the reviewer
     * @param what a review, or a review and a guest in it: {@code review} or {@code review/item}
     */
    record Form(
            @Nullable String from,
            @Nullable String what,
            @Nullable String to) {
        Wish wish() {
            String[] parts = String.valueOf(what).split("/", 2);
            return new Wish(id(parts[0]), parts.length == 1 ? null : id(parts[1]), to);
        }

        @Override
        public String toString() {
            return "Form[…]";
        }
    }

    /** A review, and whom it is still asked about. */
    record Choice(UUID review, Review.Kind kind, List<Guest> guests) {}

    record Guest(UUID item, String name) {}

    /** Who would be asked instead of whom. */
    record Would(String from, String to, int guests, Times.When due) {}

    @GetMapping
    String page(@PathVariable String id, @RequestParam @Nullable String from, Viewer viewer, Model model) {
        return page(id(id), new Form(from, null, null), List.of(), viewer, model);
    }

    /** Nothing is done. */
    @PostMapping("/preview")
    String look(
            @PathVariable String id,
            @ModelAttribute("form") Form form,
            Viewer viewer,
            Locale locale,
            Model model,
            HttpServletResponse response) {
        UUID campaign = id(id);
        try {
            Given given = reassignments.preview(campaign, form.wish(), viewer);
            model.addAttribute(
                    "would",
                    new Would(
                            name(given.from()), name(given.to()), given.guests(), times.moment(given.dueAt(), locale)));
            return page(campaign, form, List.of(), viewer, model);
        } catch (InvalidInput e) {
            response.setStatus(HttpStatus.UNPROCESSABLE_ENTITY.value());
            return page(campaign, form, e.fields(), viewer, model);
        } catch (Conflict e) {
            response.setStatus(HttpStatus.CONFLICT.value());
            model.addAttribute("refused", true);
            return page(campaign, form, List.of(), viewer, model);
        }
    }

    @PostMapping
    String give(
            @PathVariable String id, @ModelAttribute("form") Form form, Viewer viewer, RedirectAttributes redirect) {
        UUID campaign = id(id);
        try {
            Given given = reassignments.give(campaign, form.wish(), viewer);
            redirect.addFlashAttribute("done", "reassign.done");
            redirect.addFlashAttribute("doneFor", name(given.to()));
        } catch (Conflict | InvalidInput e) {
            // somebody was quicker, or the person has left since it was shown
            redirect.addFlashAttribute("refused", true);
        }
        return "redirect:/campaigns/" + campaign;
    }

    private String page(UUID campaign, Form form, List<InvalidInput.Field> problems, Viewer viewer, Model model) {
        PersonId from = PersonId.parse(String.valueOf(form.from())).orElseThrow(ReassignController::nothing);
        List<Choice> choices = new ArrayList<>();
        for (Waiting one : reassignments.waiting(campaign, from, viewer)) {
            if (one.open() > 0) {
                choices.add(choice(one.review(), viewer));
            }
        }
        model.addAttribute("campaign", campaign);
        model.addAttribute(
                "title",
                Shown.text(campaigns.progress(campaign, viewer).campaign().title()));
        model.addAttribute("reviewer", name(from));
        model.addAttribute("choices", choices);
        model.addAttribute("form", form);
        model.addAttribute("problems", FormProblems.of(INPUTS, problems));
        return "desk/reassign";
    }

    private Choice choice(Review review, Viewer viewer) {
        return new Choice(
                review.id(),
                review.kind(),
                reviews.open(review.id(), viewer).rows().stream()
                        .filter(row -> row.item().isOpen())
                        .map(row -> new Guest(
                                row.item().id(), Shown.text(row.guest().displayName())))
                        .toList());
    }

    private String name(PersonId id) {
        return people.byId(id).map(Person::displayName).map(Shown::text).orElse(id.value());
    }

    private static UUID id(String text) {
        try {
            return UUID.fromString(text);
        } catch (IllegalArgumentException e) {
            throw nothing();
        }
    }

    private static NotFound nothing() {
        return new NotFound("There is no such review in this campaign.");
    }
}
