package dev.guestward.review;

import dev.guestward.audit.Actor;
import dev.guestward.guest.AttestedGuests;
import dev.guestward.people.People;
import dev.guestward.people.Person;
import dev.guestward.people.PersonId;
import dev.guestward.people.Viewer;
import dev.guestward.problem.Conflict;
import dev.guestward.problem.InvalidInput;
import dev.guestward.problem.NotFound;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.security.access.AccessDeniedException;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** An administrator has somebody else answer, in a reviewer's place: a whole review of a campaign, or one guest of it. */
@Component
public class Reassignments {
    private static final Logger log = LoggerFactory.getLogger(Reassignments.class);

    private final ReviewTable reviews;
    private final ItemTable items;
    private final CampaignTable campaigns;
    private final PassingOn passingOn;
    private final ReviewEnds ends;
    private final AttestedGuests attested;
    private final People people;
    private final Deadlines deadlines;
    private final JdbcClient db;
    private final ReviewRefusals refusals;

    Reassignments(
            ReviewTable reviews,
            ItemTable items,
            CampaignTable campaigns,
            PassingOn passingOn,
            ReviewEnds ends,
            AttestedGuests attested,
            People people,
            Deadlines deadlines,
            JdbcClient db,
            ReviewRefusals refusals) {
        this.reviews = reviews;
        this.items = items;
        this.campaigns = campaigns;
        this.passingOn = passingOn;
        this.ends = ends;
        this.attested = attested;
        this.people = people;
        this.deadlines = deadlines;
        this.db = db;
        this.refusals = refusals;
    }

    /** An open review of a campaign. */
    public record Waiting(Review review, int guests, int open) {}

    /**
     * What is wished for.
     *
     * @param item one guest of the review; null for all who wait in it
     * @param to user name, mail address or object id
     */
    public record Wish(
            @Nullable UUID review,
            @Nullable UUID item,
            @Nullable String to) {}

    /**
     * Who is asked instead of whom.
     *
     * @param review the one in which they are asked; before it was done, that from which it is taken
     * @param dueAt until when they can answer
     */
    public record Given(UUID review, PersonId from, PersonId to, int guests, Instant dueAt) {}

    /**
     * Reviews of a campaign that somebody still has to answer, the most urgent first.
     *
     * @param reviewer whose; null for everybody's
     */
    public List<Waiting> waiting(UUID campaign, @Nullable PersonId reviewer, Viewer viewer) {
        onlyAdministrators(viewer);
        if (campaigns.find(campaign).isEmpty()) {
            throw nothing();
        }
        return db.sql(
                        "select r.*, (select count(*) from review_item i where i.review_id = r.id) as guests,"
                                + " (select count(*) from review_item i where i.review_id = r.id and i.outcome is null) as waiting"
                                + " from review r where r.campaign_id = :campaign and r.closed_at is null"
                                + " and (:reviewer::text is null or r.reviewer_id = :reviewer) order by r.due_at, r.id limit 500")
                .param("campaign", campaign)
                .param("reviewer", reviewer == null ? null : reviewer.value())
                .query((rs, n) -> new Waiting(ReviewRows.review(rs, n), rs.getInt("guests"), rs.getInt("waiting")))
                .list();
    }

    private record Checked(Review review, List<ReviewItem> items, PersonId to, Instant dueAt) {}

    /**
     * What would happen.
     *
     * @throws NotFound if there is no such review, or guest, in this campaign
     * @throws InvalidInput if nobody is called so, or the person cannot be asked about these guests
     * @throws Conflict if the campaign is paused, or nobody waits for an answer any more
     */
    @Transactional
    public Given preview(UUID campaign, Wish wish, Viewer viewer) {
        Checked checked = checked(campaign, wish, viewer);
        return given(checked, checked.review().id(), checked.dueAt());
    }

    /**
     * Does it: whoever was asked sees these guests no more, the other one finds a task and is written to. What was entered and not
     * handed in is lost. There are at least as many days to answer as after a deadline.
     *
     * @throws NotFound if there is no such review, or guest, in this campaign
     * @throws InvalidInput if nobody is called so, or the person cannot be asked about these guests
     * @throws Conflict if the campaign is paused, or nobody waits for an answer any more
     */
    @Transactional
    public Given give(UUID campaign, Wish wish, Viewer viewer) {
        Checked checked = checked(campaign, wish, viewer);
        Review from = checked.review();
        Review to = passingOn.give(
                from,
                new NextReviewers.Next(from.stage(), checked.to()),
                checked.items().stream().map(ReviewItem::id).toList(),
                checked.dueAt());
        reviews.assigned(to.id(), viewer.id());
        Actor actor = Actor.person(viewer.id().value());
        Map<String, String> details = Map.of(
                "review", to.id().toString(),
                "from", from.reviewer().value(),
                "to", to.reviewer().value());
        checked.items().forEach(item -> attested.noted(item.guest(), actor, "review-reassigned", details));
        ends.closeIfDecided(from, Review.Closing.PASSED_ON);
        log.info(
                "{} guests of review {} were given to review {}",
                checked.items().size(),
                from.id(),
                to.id());
        return given(checked, to.id(), to.dueAt());
    }

    private static Given given(Checked checked, UUID review, Instant dueAt) {
        return new Given(
                review,
                checked.review().reviewer(),
                checked.to(),
                checked.items().size(),
                dueAt);
    }

    private Checked checked(UUID campaign, Wish wish, Viewer viewer) {
        onlyAdministrators(viewer);
        if (campaigns.find(campaign).orElseThrow(Reassignments::nothing).pausedAt() != null) {
            throw refusals.conflict("campaign-paused");
        }
        Review review = Optional.ofNullable(wish.review())
                .flatMap(reviews::locked)
                .filter(one -> campaign.equals(one.campaign()))
                .orElseThrow(Reassignments::nothing);
        UUID item = wish.item();
        if (item != null
                && items.find(item)
                        .filter(one -> one.review().equals(review.id()))
                        .isEmpty()) {
            throw nothing();
        }
        List<ReviewItem> open = items.undecided(review.id()).stream()
                .filter(one -> item == null || one.id().equals(item))
                .toList();
        if (!review.isOpen() || open.isEmpty()) {
            throw refusals.conflict("nobody-waits");
        }
        PersonId to = Optional.ofNullable(wish.to())
                .flatMap(people::named)
                .filter(Person::enabled)
                .map(Person::id)
                .filter(id -> !id.equals(review.reviewer()) && passingOn.mayBeAsked(review, open, id))
                .orElseThrow(() -> refusals.invalid("to", "reassign.invalid.to"));
        if (viewer.is(to)) {
            throw refusals.invalid("to", "reassign.invalid.self");
        }
        Instant soonest = deadlines.instead();
        return new Checked(review, open, to, soonest.isAfter(review.dueAt()) ? soonest : review.dueAt());
    }

    private static NotFound nothing() {
        return new NotFound("There is no such review in this campaign.");
    }

    private static void onlyAdministrators(Viewer viewer) {
        if (!viewer.isAdministrator()) {
            throw new AccessDeniedException("for administrators");
        }
    }
}
