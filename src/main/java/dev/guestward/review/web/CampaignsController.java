package dev.guestward.review.web;

import dev.guestward.people.PersonId;
import dev.guestward.people.Viewer;
import dev.guestward.problem.Download;
import dev.guestward.problem.NotFound;
import dev.guestward.review.CampaignEvidence;
import dev.guestward.review.CampaignSteering;
import dev.guestward.review.Campaigns;
import dev.guestward.review.Campaigns.Campaign;
import dev.guestward.review.Campaigns.Progress;
import dev.guestward.review.Campaigns.SponsorProgress;
import io.swagger.v3.oas.annotations.Parameter;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
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

/** Campaigns, for administrators. */
@RestController
@RequestMapping(path = "/api/campaigns", produces = "application/json")
class CampaignsController {
    private static final int SHOWN = 200;

    private final Campaigns campaigns;
    private final CampaignSteering steering;
    private final CampaignEvidence evidence;
    private final ReviewViews views;

    CampaignsController(Campaigns campaigns, CampaignSteering steering, CampaignEvidence evidence, ReviewViews views) {
        this.campaigns = campaigns;
        this.steering = steering;
        this.evidence = evidence;
        this.views = views;
    }

    /**
     * One reviewer's share.
     *
     * @param open guests nobody has decided on
     * @param dueAt the nearest deadline; null once everybody is decided on
     */
    record Share(
            ReviewViews.PersonView reviewer,
            int guests,
            int open,
            @Nullable Instant dueAt) {}

    /**
     * Who would be asked about how many; the {@value #SHOWN} with the most.
     *
     * @param second who would look at what sponsors keep, if they kept all
     */
    record Preview(int guests, int sponsors, List<Share> reviewers, List<Share> second) {}

    /**
     * A campaign.
     *
     * @param state {@code OPENING}, {@code RUNNING}, {@code PAUSED}, {@code CLOSED} or {@code STOPPED}
     * @param standing whether it only collects the usual reviews of a quarter
     * @param startedBy null for those nobody started
     */
    record Summary(
            UUID id,
            String title,
            String scope,
            @Nullable String value,
            String state,
            boolean standing,
            ReviewViews.@Nullable PersonView startedBy,
            Instant startedAt,
            Instant dueAt,
            @Nullable Instant endedAt,
            Map<String, String> links) {}

    /**
     * How far a campaign is.
     *
     * @param counts guests by decision or outcome, {@code OPEN} for those that wait
     * @param leftOut guests nobody was asked about, by reason
     * @param joined how many of the guests came into the scope after the start
     * @param second the second stage; null without one
     */
    record View(
            UUID id,
            String title,
            String scope,
            @Nullable String value,
            String state,
            boolean standing,
            Instant startedAt,
            Instant dueAt,
            @Nullable Instant endedAt,
            int guests,
            Map<String, Integer> counts,
            Map<String, Integer> leftOut,
            List<Share> reviewers,
            int joined,
            @Nullable Second second,
            Map<String, String> links) {}

    /**
     * How far the second stage is.
     *
     * @param stage {@code OWNER} or {@code CONTACT}
     * @param dueAt null before it begins
     * @param leftOut guests who were kept and nobody else was asked about, by reason
     */
    record Second(
            String stage,
            int days,
            @Nullable Instant dueAt,
            Map<String, Integer> counts,
            Map<String, Integer> leftOut,
            List<Share> reviewers) {}

    record Stop(@Nullable String reason) {}

    /** @param reviewers how many people are written to */
    record Nudged(int reviewers) {}

    @PostMapping(path = "/preview", consumes = "application/json")
    Preview preview(
            @RequestBody Campaigns.Wish wish,
            @Parameter(hidden = true) Viewer viewer,
            @Parameter(hidden = true) Locale locale) {
        List<SponsorProgress> all = campaigns.preview(wish, viewer);
        int guests = all.stream().mapToInt(SponsorProgress::guests).sum();
        ReviewViews.Names names = views.new Names(locale);
        return new Preview(
                guests,
                all.size(),
                shares(all.stream().limit(SHOWN).toList(), names),
                shares(
                        campaigns.previewSecond(wish, viewer).stream()
                                .limit(SHOWN)
                                .toList(),
                        names));
    }

    @PostMapping(consumes = "application/json")
    @ResponseStatus(HttpStatus.CREATED)
    Summary start(
            @RequestBody Campaigns.Wish wish,
            @Parameter(hidden = true) Viewer viewer,
            @Parameter(hidden = true) Locale locale) {
        return summary(campaigns.start(wish, viewer), views.new Names(locale));
    }

    @GetMapping
    List<Summary> all(@Parameter(hidden = true) Viewer viewer, @Parameter(hidden = true) Locale locale) {
        ReviewViews.Names names = views.new Names(locale);
        return campaigns.all(viewer).stream().map(one -> summary(one, names)).toList();
    }

    @GetMapping("/{id}")
    View one(
            @PathVariable String id, @Parameter(hidden = true) Viewer viewer, @Parameter(hidden = true) Locale locale) {
        return view(campaigns.progress(id(id), viewer), locale);
    }

    /** What an auditor is given; {@code bin/verify-evidence} checks it without us. */
    @GetMapping(path = "/{id}/evidence", produces = "application/zip")
    void evidence(@PathVariable String id, @Parameter(hidden = true) Viewer viewer, HttpServletResponse response)
            throws IOException {
        Progress progress = campaigns.progress(id(id), viewer);
        String name = "guestward-campaign-" + progress.campaign().id() + ".zip";
        Download.send(response, "application/zip", name, out -> evidence.write(progress, viewer, out));
    }

    @PostMapping("/{id}/pause")
    View pause(
            @PathVariable String id, @Parameter(hidden = true) Viewer viewer, @Parameter(hidden = true) Locale locale) {
        steering.pause(id(id), viewer);
        return view(campaigns.progress(id(id), viewer), locale);
    }

    @PostMapping("/{id}/resume")
    View resume(
            @PathVariable String id, @Parameter(hidden = true) Viewer viewer, @Parameter(hidden = true) Locale locale) {
        steering.resume(id(id), viewer);
        return view(campaigns.progress(id(id), viewer), locale);
    }

    @PostMapping(path = "/{id}/stop", consumes = "application/json")
    View stop(
            @PathVariable String id,
            @RequestBody Stop stop,
            @Parameter(hidden = true) Viewer viewer,
            @Parameter(hidden = true) Locale locale) {
        steering.stop(id(id), stop.reason(), viewer);
        return view(campaigns.progress(id(id), viewer), locale);
    }

    @PostMapping("/{id}/nudge")
    Nudged nudge(@PathVariable String id, @Parameter(hidden = true) Viewer viewer) {
        return new Nudged(steering.nudge(id(id), viewer));
    }

    static UUID id(String text) {
        try {
            return ReviewsController.id(text);
        } catch (NotFound e) {
            throw new NotFound("There is no such campaign.");
        }
    }

    private static Summary summary(Campaign one, ReviewViews.Names names) {
        return new Summary(
                one.id(),
                one.title(),
                one.scope(),
                one.value(),
                one.state(),
                one.standing(),
                PersonId.parse(one.startedBy()).map(names::person).orElse(null),
                one.startedAt(),
                one.dueAt(),
                one.endedAt(),
                links(one));
    }

    private View view(Progress progress, Locale locale) {
        Campaign one = progress.campaign();
        ReviewViews.Names names = views.new Names(locale);
        return new View(
                one.id(),
                one.title(),
                one.scope(),
                one.value(),
                one.state(),
                one.standing(),
                one.startedAt(),
                one.dueAt(),
                one.endedAt(),
                progress.guests(),
                progress.counts(),
                progress.leftOut(),
                shares(progress.reviewers(), names),
                progress.joined(),
                second(one, progress.second(), names),
                links(one));
    }

    private static @Nullable Second second(Campaign one, Campaigns.Second second, ReviewViews.Names names) {
        return one.secondStage() == null || one.secondDays() == null
                ? null
                : new Second(
                        one.secondStage(),
                        one.secondDays(),
                        one.secondDueAt(),
                        second.counts(),
                        second.leftOut(),
                        shares(second.reviewers(), names));
    }

    private static List<Share> shares(List<SponsorProgress> all, ReviewViews.Names names) {
        return all.stream()
                .map(one -> new Share(names.person(one.reviewer()), one.guests(), one.open(), one.dueAt()))
                .toList();
    }

    private static Map<String, String> links(Campaign one) {
        return Map.of(
                "self",
                "/api/campaigns/" + one.id(),
                "evidence",
                "/api/campaigns/" + one.id() + "/evidence",
                "page",
                "/campaigns/" + one.id());
    }
}
