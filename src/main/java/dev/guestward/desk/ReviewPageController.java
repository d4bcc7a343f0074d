package dev.guestward.desk;

import dev.guestward.guest.PageOf;
import dev.guestward.people.People;
import dev.guestward.people.Person;
import dev.guestward.people.Viewer;
import dev.guestward.problem.NotFound;
import dev.guestward.review.Review;
import dev.guestward.review.Reviews;
import java.util.Locale;
import java.util.UUID;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** The reviewer's own reviews, and each as a page; its rows are fetched by the page, as Tasklist's form does. */
@DeskPage
@RequestMapping("/reviews")
class ReviewPageController {
    private static final int SIZE = 25;

    private final Reviews reviews;
    private final People people;
    private final Times times;

    ReviewPageController(Reviews reviews, People people, Times times) {
        this.reviews = reviews;
        this.people = people;
        this.times = times;
    }

    /**
     * A review in the list.
     *
     * @param when the deadline, or when it was closed
     */
    record Row(UUID id, Review.Kind kind, String reviewer, boolean own, int total, int undecided, Times.When when) {}

    @GetMapping
    String list(
            @RequestParam(defaultValue = "open") String state,
            @RequestParam(defaultValue = "0") int page,
            Viewer viewer,
            Locale locale,
            Model model) {
        boolean closed = "closed".equals(state);
        PageOf<Row> found = reviews.own(closed, Math.max(0, page), SIZE, viewer).map(one -> row(one, viewer, locale));
        model.addAttribute("closed", closed);
        model.addAttribute("rows", found.content());
        model.addAttribute("page", found.page());
        return "desk/reviews";
    }

    @GetMapping("/{id}")
    String one(@PathVariable String id, Viewer viewer, Model model) {
        Reviews.Sheet sheet = reviews.open(id(id), viewer);
        Review review = sheet.review();
        model.addAttribute(
                "second", sheet.rows().stream().anyMatch(row -> row.item().isSecond()));
        model.addAttribute("review", review.id());
        model.addAttribute("kind", review.kind());
        model.addAttribute("reviewer", viewer.is(review.reviewer()) ? null : name(review));
        return "desk/review";
    }

    private Row row(Reviews.Listed listed, Viewer viewer, Locale locale) {
        Review review = listed.review();
        return new Row(
                review.id(),
                review.kind(),
                name(review),
                viewer.is(review.reviewer()),
                listed.total(),
                listed.undecided(),
                times.moment(review.closedAt() == null ? review.dueAt() : review.closedAt(), locale));
    }

    private String name(Review review) {
        return people.byId(review.reviewer()).map(Person::displayName).orElse("");
    }

    private static UUID id(String text) {
        try {
            return UUID.fromString(text);
        } catch (IllegalArgumentException e) {
            throw new NotFound("There is no such review, or it is not one of yours.");
        }
    }
}
