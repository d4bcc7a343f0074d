package dev.guestward.review.web;

import dev.guestward.guest.PageOf;
import dev.guestward.guest.Paging;
import dev.guestward.people.Viewer;
import dev.guestward.problem.InvalidInput;
import dev.guestward.problem.NotFound;
import dev.guestward.review.Decision;
import dev.guestward.review.ReviewItem;
import dev.guestward.review.Reviews;
import dev.guestward.review.SponsorChanges;
import io.swagger.v3.oas.annotations.Parameter;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/**
 * A reviewer's own reviews. Somebody else's is answered like one that does not exist. No GET decides anything. The second path
 * is for pages: it takes the browser's session instead of a token, and asks for its CSRF token.
 */
@RestController
@RequestMapping(
        path = {"/api/reviews", "/review-data"},
        produces = "application/json")
class ReviewsController {
    private final Reviews reviews;
    private final SponsorChanges changes;
    private final ReviewViews views;

    ReviewsController(Reviews reviews, SponsorChanges changes, ReviewViews views) {
        this.reviews = reviews;
        this.changes = changes;
        this.views = views;
    }

    /**
     * What is entered about one guest.
     *
     * @param id of the item
     * @param version of the item as it was read
     * @param decision {@code KEEP}, {@code REMOVE}, {@code REMOVE_NOW} or {@code DONT_KNOW}; none clears a draft
     * @param bulk whether it was given to several at once
     */
    record Entry(
            @Nullable UUID id,
            @Nullable Long version,
            @Nullable Decision decision,
            @Nullable String reason,
            @Nullable Boolean bulk) {
        @Override
        public String toString() {
            return "Entry[" + id + "]";
        }
    }

    record Entries(@Nullable List<@Nullable Entry> items) {}

    /** How far a guest's item is. */
    record Stand(
            UUID id,
            long version,
            ReviewViews.@Nullable Entered draft,
            ReviewViews.@Nullable Entered decision,
            @Nullable String outcome) {}

    /**
     * @param conflicts items that somebody else was faster with, as they are now
     * @param gone those that were named and are not in the review, or not any more
     */
    record Kept(List<Stand> saved, List<Stand> conflicts, List<UUID> gone) {}

    record Decided(List<Stand> items) {}

    record Handover(@Nullable String to) {}

    /** @param state {@code open} or {@code closed} */
    @GetMapping
    PageOf<ReviewViews.Summary> own(
            @RequestParam(defaultValue = "open") String state,
            @RequestParam(defaultValue = "0") int page,
            @RequestParam(defaultValue = "50") int size,
            @Parameter(hidden = true) Viewer viewer,
            @Parameter(hidden = true) Locale locale) {
        Paging.check(page, size);
        boolean closed = "closed".equalsIgnoreCase(state);
        if (!closed && !"open".equalsIgnoreCase(state)) {
            throw InvalidInput.of("state", "Use open or closed.");
        }
        return reviews.own(closed, page, size, viewer).map(listed -> views.summary(listed, locale));
    }

    @GetMapping("/{id}")
    ReviewViews.Sheet one(
            @PathVariable String id, @Parameter(hidden = true) Viewer viewer, @Parameter(hidden = true) Locale locale) {
        return views.sheet(reviews.open(id(id), viewer), viewer, locale);
    }

    /** Keeps what is entered; decides nothing. */
    @PutMapping(path = "/{id}/draft", consumes = "application/json")
    Kept keepDrafts(
            @PathVariable String id,
            @RequestBody Entries entries,
            @Parameter(hidden = true) Viewer viewer,
            @Parameter(hidden = true) Locale locale) {
        Reviews.Kept kept = reviews.keepDrafts(id(id), entries(entries), viewer);
        ReviewViews.Names names = views.new Names(locale);
        return new Kept(stands(kept.saved(), names), stands(kept.conflicts(), names), kept.gone());
    }

    /** Commits decisions, all or none of those sent. */
    @PostMapping(path = "/{id}/decisions", consumes = "application/json")
    Decided decide(
            @PathVariable String id,
            @RequestBody Entries entries,
            @Parameter(hidden = true) Viewer viewer,
            @Parameter(hidden = true) Locale locale) {
        return new Decided(stands(reviews.decide(id(id), entries(entries), viewer), views.new Names(locale)));
    }

    /** Gives a guest to another sponsor, and the question with them. */
    @PostMapping(path = "/{id}/items/{item}/handover", consumes = "application/json")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void handOver(
            @PathVariable String id,
            @PathVariable String item,
            @RequestBody Handover handover,
            @Parameter(hidden = true) Viewer viewer) {
        changes.handOver(id(id), id(item), handover.to(), viewer);
    }

    private static List<Stand> stands(List<ReviewItem> items, ReviewViews.Names names) {
        return items.stream()
                .map(item -> new Stand(
                        item.id(),
                        item.version(),
                        names.entered(item.draft()),
                        names.entered(item.answer()),
                        item.outcome() == null ? null : item.outcome().name()))
                .toList();
    }

    private static List<Reviews.Entry> entries(Entries entries) {
        if (entries.items() == null || entries.items().isEmpty()) {
            throw InvalidInput.of("items", "Name at least one guest.");
        }
        return entries.items().stream().map(ReviewsController::entry).toList();
    }

    private static Reviews.Entry entry(@Nullable Entry entry) {
        if (entry == null || entry.id() == null || entry.version() == null) {
            throw InvalidInput.of("items", "Each item needs its id and the version you have read.");
        }
        return new Reviews.Entry(
                entry.id(), entry.version(), entry.decision(), entry.reason(), Boolean.TRUE.equals(entry.bulk()));
    }

    static UUID id(String text) {
        try {
            if (text.length() == 36) {
                return UUID.fromString(text);
            }
        } catch (IllegalArgumentException notAnId) {
            // answered like an id that is nobody's
        }
        throw new NotFound("There is no such review, or it is not one of yours.");
    }
}
