package dev.guestward.review;

import dev.guestward.guest.GuestId;
import dev.guestward.people.PersonId;
import dev.guestward.people.Viewer;
import dev.guestward.problem.Conflict;
import dev.guestward.problem.InvalidInput;
import dev.guestward.problem.NotFound;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.security.access.AccessDeniedException;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** Reviews of many guests at once, started and watched by administrators. {@link CampaignSteering} holds them up and ends them. */
@Component
public class Campaigns {
    private static final Logger log = LoggerFactory.getLogger(Campaigns.class);
    private static final int SHOWN = 500;

    private final CampaignTable table;
    private final CampaignRules rules;
    private final CampaignWorkflow workflow;
    private final SecondStageTable second;
    private final SecondPreview preview;
    private final ReviewRefusals refusals;
    private final Clock clock;

    Campaigns(
            CampaignTable table,
            CampaignRules rules,
            CampaignWorkflow workflow,
            SecondStageTable second,
            SecondPreview preview,
            ReviewRefusals refusals,
            Clock clock) {
        this.table = table;
        this.rules = rules;
        this.workflow = workflow;
        this.second = second;
        this.preview = preview;
        this.refusals = refusals;
        this.clock = clock;
    }

    /**
     * What is wished for.
     *
     * @param scope {@code all}, {@code clinic}, {@code grant}, {@code inactive} or {@code list}
     * @param value key of the clinic or grant, or a number of days
     * @param guests ids, for a list
     * @param due the last day to answer, {@code 2031-12-31}
     * @param secondStage {@code owner} or {@code contact}, who looks at what sponsors want to keep; null for nobody
     * @param secondDays how many days they have
     */
    public record Wish(
            @Nullable String title,
            @Nullable String scope,
            @Nullable String value,
            @Nullable List<@Nullable String> guests,
            @Nullable String due,
            @Nullable String secondStage,
            @Nullable String secondDays) {
        public Wish(
                @Nullable String title,
                @Nullable String scope,
                @Nullable String value,
                @Nullable List<@Nullable String> guests,
                @Nullable String due) {
            this(title, scope, value, guests, due, null, null);
        }
    }

    /**
     * A campaign.
     *
     * @param standing whether it collects the usual reviews of a quarter and asks nobody by itself
     * @param startedBy object id of the person, or the name of the schedule
     * @param openedAt when every guest of the scope had been given to a reviewer
     * @param secondStage {@code OWNER} or {@code CONTACT}; null without a second stage
     * @param secondDueAt until when the second stage answers; null before it begins
     */
    public record Campaign(
            UUID id,
            String title,
            String scope,
            @Nullable String value,
            boolean standing,
            String startedBy,
            Instant startedAt,
            Instant dueAt,
            @Nullable Instant openedAt,
            @Nullable Instant pausedAt,
            @Nullable Instant endedAt,
            @Nullable String endedAs,
            @Nullable String secondStage,
            @Nullable Integer secondDays,
            @Nullable Instant secondDueAt) {

        /** {@code OPENING}, {@code RUNNING}, {@code PAUSED}, {@code CLOSED} or {@code STOPPED}. */
        public String state() {
            if (endedAs != null) {
                return endedAs;
            }
            if (pausedAt != null) {
                return "PAUSED";
            }
            return openedAt == null ? "OPENING" : "RUNNING";
        }
    }

    /** One reviewer's share. */
    public record SponsorProgress(
            PersonId reviewer,
            int guests,
            int open,
            @Nullable Instant dueAt) {}

    /** A guest and who would be asked. */
    public record Asked(PersonId sponsor, GuestId guest, String name) {
        @Override
        public String toString() {
            return "Asked[" + guest + "]";
        }
    }

    /** How many guests somebody was asked about, and how many of them wait. */
    public record Tally(int asked, int open) {
        public int answered() {
            return asked - open;
        }
    }

    /**
     * How far a campaign is.
     *
     * @param counts items by decision or outcome, {@code OPEN} for those that wait
     * @param leftOut guests nobody was asked about, by reason
     * @param joined how many of the guests came into the scope after the start
     * @param second how far the second stage is; empty without one
     */
    public record Progress(
            Campaign campaign,
            int guests,
            Map<String, Integer> counts,
            Map<String, Integer> leftOut,
            List<SponsorProgress> reviewers,
            int joined,
            Second second) {}

    /**
     * How far the second stage of a campaign is.
     *
     * @param counts by decision or outcome, {@code OPEN} for those that wait
     * @param leftOut guests the first stage kept and nobody else was asked about, by reason
     */
    public record Second(Map<String, Integer> counts, Map<String, Integer> leftOut, List<SponsorProgress> reviewers) {}

    /**
     * Who would be asked about how many.
     *
     * @throws InvalidInput naming every field of the scope that is not acceptable
     */
    public List<SponsorProgress> preview(Wish wish, Viewer viewer) {
        onlyAdministrators(viewer);
        return table.preview(rules.checked(wish, true).scope());
    }

    /**
     * Who would be asked about how many if sponsors kept all of them; empty without a second stage.
     *
     * @throws InvalidInput naming every field of the scope that is not acceptable
     */
    public List<SponsorProgress> previewSecond(Wish wish, Viewer viewer) {
        onlyAdministrators(viewer);
        CampaignRules.Checked checked = rules.checked(wish, true);
        return checked.secondStage() == null
                ? List.of()
                : preview.second(checked.scope(), Review.Stage.valueOf(checked.secondStage()));
    }

    /**
     * Whether it could be started, but for the number of guests and others of its scope.
     *
     * @throws InvalidInput naming every field that is not acceptable
     */
    public void check(Wish wish, Viewer viewer) {
        onlyAdministrators(viewer);
        rules.checked(wish, false);
    }

    /**
     * About whom, by sponsor; the first {@value #SHOWN}.
     *
     * @throws InvalidInput naming every field of the scope that is not acceptable
     */
    public List<Asked> previewGuests(Wish wish, Viewer viewer) {
        onlyAdministrators(viewer);
        return table.previewGuests(rules.checked(wish, true).scope(), SHOWN);
    }

    /**
     * Starts one. Reviews are opened by its workflow, sponsor by sponsor; open questions of the usual kind become part of it.
     *
     * @throws InvalidInput naming every field that is not acceptable, also if the scope is empty
     * @throws Conflict if one of the same scope is open
     */
    @Transactional
    public Campaign start(Wish wish, Viewer viewer) {
        onlyAdministrators(viewer);
        CampaignRules.Checked checked = rules.checked(wish, false);
        CampaignScope scope = checked.scope();
        Campaign campaign = new Campaign(
                UUID.randomUUID(),
                checked.title(),
                scope.kind().name(),
                scope.value(),
                false,
                viewer.id().value(),
                clock.instant(),
                checked.dueAt(),
                null,
                null,
                null,
                null,
                checked.secondStage(),
                checked.secondDays(),
                null);
        try {
            table.insert(campaign, scope);
        } catch (DuplicateKeyException e) {
            throw refusals.conflict("campaign-open");
        }
        int guests = table.collect(campaign.id(), scope);
        if (guests == 0) {
            throw refusals.invalid("scope", "campaigns.invalid.nobody");
        }
        workflow.start(campaign.id());
        log.info("Campaign {} about {} guests started", campaign.id(), guests);
        return campaign;
    }

    public List<Campaign> all(Viewer viewer) {
        onlyAdministrators(viewer);
        return table.newest(SHOWN);
    }

    /** How far these are; those that have not begun to ask are missing. */
    public Map<UUID, Tally> tallies(List<Campaign> campaigns, Viewer viewer) {
        onlyAdministrators(viewer);
        return table.tallies(campaigns.stream().map(Campaign::id).toList());
    }

    /** @throws NotFound if there is none */
    public Progress progress(UUID id, Viewer viewer) {
        onlyAdministrators(viewer);
        Campaign campaign = table.find(id).orElseThrow(Campaigns::nothing);
        return new Progress(
                campaign,
                table.guests(id),
                table.counts(id),
                table.leftOut(id),
                table.byReviewer(id, SHOWN),
                table.joined(id),
                new Second(second.counts(id), second.leftOut(id), second.byReviewer(id, SHOWN)));
    }

    static NotFound nothing() {
        return new NotFound("There is no such campaign.");
    }

    static void onlyAdministrators(Viewer viewer) {
        if (!viewer.isAdministrator()) {
            throw new AccessDeniedException("for administrators");
        }
    }
}
