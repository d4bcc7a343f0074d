package dev.guestward.review.web;

import dev.guestward.people.Viewer;
import dev.guestward.problem.InvalidInput;
import dev.guestward.review.Delegations;
import dev.guestward.review.Delegations.Delegation;
import io.swagger.v3.oas.annotations.Parameter;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** Lets somebody else decide on a review, or on one guest in it, for a while. */
@RestController
@RequestMapping("/api/delegations")
class DelegationsController {
    private final Delegations delegations;
    private final ReviewViews views;

    DelegationsController(Delegations delegations, ReviewViews views) {
        this.delegations = delegations;
        this.views = views;
    }

    /**
     * What is wished for.
     *
     * @param item one guest of the review; none for all of it
     * @param to user name, mail address or object id
     * @param until a moment in UTC; by default the deadline
     */
    record Wish(
            @Nullable String review,
            @Nullable String item,
            @Nullable String to,
            @Nullable String until) {}

    record View(
            UUID id,
            UUID review,
            @Nullable UUID item,
            ReviewViews.PersonView by,
            ReviewViews.PersonView to,
            Instant until) {}

    @PostMapping(consumes = "application/json", produces = "application/json")
    @ResponseStatus(HttpStatus.CREATED)
    View give(
            @RequestBody Wish wish, @Parameter(hidden = true) Viewer viewer, @Parameter(hidden = true) Locale locale) {
        if (wish.review() == null) {
            throw InvalidInput.of("review", "Name the review.");
        }
        return view(
                delegations.give(
                        new Delegations.Wish(
                                ReviewsController.id(wish.review()),
                                wish.item() == null ? null : ReviewsController.id(wish.item()),
                                wish.to(),
                                wish.until()),
                        viewer),
                locale);
    }

    /** Those that hold, given and received. */
    @GetMapping(produces = "application/json")
    List<View> own(@Parameter(hidden = true) Viewer viewer, @Parameter(hidden = true) Locale locale) {
        return delegations.of(viewer).stream().map(one -> view(one, locale)).toList();
    }

    @DeleteMapping("/{id}")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void end(@PathVariable String id, @Parameter(hidden = true) Viewer viewer) {
        delegations.end(ReviewsController.id(id), viewer);
    }

    private View view(Delegation one, Locale locale) {
        ReviewViews.Names names = views.new Names(locale);
        return new View(
                one.id(), one.review(), one.item(), names.person(one.by()), names.person(one.to()), one.until());
    }
}
