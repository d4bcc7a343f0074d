package dev.guestward.review.web;

import dev.guestward.people.Viewer;
import dev.guestward.review.Reassignments;
import dev.guestward.review.Reassignments.Given;
import dev.guestward.review.Reassignments.Waiting;
import dev.guestward.review.ReviewSignals;
import dev.guestward.review.SecondLookRecords;
import dev.guestward.review.SecondLookRecords.SecondLook;
import dev.guestward.review.Signal;
import dev.guestward.review.SignalWords;
import io.swagger.v3.oas.annotations.Parameter;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** How a campaign was answered, who looked a second time, and who is to answer instead; for administrators. */
@RestController
@RequestMapping(path = "/api/campaigns/{id}", produces = "application/json")
class CampaignTrustController {
    private final ReviewSignals signals;
    private final SignalWords words;
    private final SecondLookRecords secondLooks;
    private final Reassignments reassignments;
    private final ReviewViews views;
    private final Clock clock;

    CampaignTrustController(
            ReviewSignals signals,
            SignalWords words,
            SecondLookRecords secondLooks,
            Reassignments reassignments,
            ReviewViews views,
            Clock clock) {
        this.signals = signals;
        this.words = words;
        this.secondLooks = secondLooks;
        this.reassignments = reassignments;
        this.views = views;
        this.clock = clock;
    }

    /**
     * How somebody answered a review.
     *
     * @param seconds how long they were seen to be at it
     * @param text the same in words
     * @param notable what is worth a look: {@code FAST}, {@code KEPT}, {@code BULK}, {@code REMOVED_LATER}
     */
    record SignalView(
            UUID review,
            String kind,
            String stage,
            ReviewViews.PersonView person,
            Instant firstShownAt,
            Instant decidedAt,
            long seconds,
            int pauses,
            int guests,
            int kept,
            int inBulk,
            int removedLater,
            List<Signal.Notable> notable,
            String text) {}

    /** @param dueAt null once nobody waits */
    record SecondLookView(
            UUID review,
            UUID of,
            ReviewViews.PersonView keptBy,
            ReviewViews.PersonView reviewer,
            int guests,
            int open,
            int confirmed,
            int removed,
            int unconfirmed,
            @Nullable Instant dueAt) {}

    /** @param late whether its deadline has passed */
    record OpenReview(
            UUID id,
            String kind,
            String stage,
            ReviewViews.PersonView reviewer,
            Instant openedAt,
            Instant dueAt,
            boolean late,
            int guests,
            int open,
            Map<String, String> links) {}

    /** @param review the one in which they are asked */
    record GivenView(UUID review, ReviewViews.PersonView from, ReviewViews.PersonView to, int guests, Instant dueAt) {}

    /** The notable ones first. */
    @GetMapping("/signals")
    List<SignalView> signals(
            @PathVariable String id, @Parameter(hidden = true) Viewer viewer, @Parameter(hidden = true) Locale locale) {
        ReviewViews.Names names = views.new Names(locale);
        return signals.of(CampaignsController.id(id), viewer).stream()
                .map(one -> new SignalView(
                        one.review(),
                        one.kind().name(),
                        one.stage().name(),
                        names.person(one.person()),
                        one.firstShownAt(),
                        one.decidedAt(),
                        one.looked().toSeconds(),
                        one.pauses(),
                        one.guests(),
                        one.kept(),
                        one.inBulk(),
                        one.removedLater(),
                        one.notable(),
                        words.sentence(one, locale)))
                .toList();
    }

    @GetMapping("/second-looks")
    List<SecondLookView> secondLooks(
            @PathVariable String id, @Parameter(hidden = true) Viewer viewer, @Parameter(hidden = true) Locale locale) {
        ReviewViews.Names names = views.new Names(locale);
        return secondLooks.of(CampaignsController.id(id), viewer).stream()
                .map(one -> view(one, names))
                .toList();
    }

    private static SecondLookView view(SecondLook one, ReviewViews.Names names) {
        return new SecondLookView(
                one.review(),
                one.of(),
                names.person(one.keptBy()),
                names.person(one.reviewer()),
                one.guests(),
                one.open(),
                one.confirmed(),
                one.removed(),
                one.unconfirmed(),
                one.dueAt());
    }

    /** Those that somebody still has to answer, the most urgent first. */
    @GetMapping("/reviews")
    List<OpenReview> open(
            @PathVariable String id, @Parameter(hidden = true) Viewer viewer, @Parameter(hidden = true) Locale locale) {
        ReviewViews.Names names = views.new Names(locale);
        return reassignments.waiting(CampaignsController.id(id), null, viewer).stream()
                .map(one -> view(one, names))
                .toList();
    }

    private OpenReview view(Waiting one, ReviewViews.Names names) {
        return new OpenReview(
                one.review().id(),
                one.review().kind().name(),
                one.review().stage().name(),
                names.person(one.review().reviewer()),
                one.review().openedAt(),
                one.review().dueAt(),
                !clock.instant().isBefore(one.review().dueAt()),
                one.guests(),
                one.open(),
                Map.of(
                        "self", "/api/reviews/" + one.review().id(),
                        "page", "/reviews/" + one.review().id()));
    }

    /** Has somebody else answer. */
    @PostMapping(path = "/reassignments", consumes = "application/json")
    @ResponseStatus(HttpStatus.CREATED)
    GivenView give(
            @PathVariable String id,
            @RequestBody Reassignments.Wish wish,
            @Parameter(hidden = true) Viewer viewer,
            @Parameter(hidden = true) Locale locale) {
        Given given = reassignments.give(CampaignsController.id(id), wish, viewer);
        ReviewViews.Names names = views.new Names(locale);
        return new GivenView(
                given.review(), names.person(given.from()), names.person(given.to()), given.guests(), given.dueAt());
    }
}
