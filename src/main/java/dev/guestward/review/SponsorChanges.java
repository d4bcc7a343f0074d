package dev.guestward.review;

import dev.guestward.guest.Guest;
import dev.guestward.guest.GuestId;
import dev.guestward.guest.Guests;
import dev.guestward.guest.LeavingGuests;
import dev.guestward.people.PersonId;
import dev.guestward.people.Viewer;
import dev.guestward.problem.Conflict;
import dev.guestward.problem.InvalidInput;
import dev.guestward.problem.NotFound;
import dev.guestward.sponsorship.Sponsorships;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.security.access.AccessDeniedException;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/** Questions about a guest go where the guest goes: to whoever vouches for them now, as a task of their own, draft included. */
@Component
public class SponsorChanges {
    private final ReviewTable reviews;
    private final ItemTable items;
    private final ReviewOpening opening;
    private final ReviewEnds ends;
    private final ReviewWorkflow workflow;
    private final ReviewRights rights;
    private final ReviewNotices notices;
    private final Sponsorships sponsorships;
    private final LeavingGuests leaving;
    private final Guests guests;
    private final ReviewSettings settings;
    private final Deadlines deadlines;
    private final ReviewRefusals refusals;
    private final Clock clock;

    SponsorChanges(
            ReviewTable reviews,
            ItemTable items,
            ReviewOpening opening,
            ReviewEnds ends,
            ReviewWorkflow workflow,
            ReviewRights rights,
            ReviewNotices notices,
            Sponsorships sponsorships,
            LeavingGuests leaving,
            Guests guests,
            ReviewSettings settings,
            Deadlines deadlines,
            ReviewRefusals refusals,
            Clock clock) {
        this.reviews = reviews;
        this.items = items;
        this.opening = opening;
        this.ends = ends;
        this.workflow = workflow;
        this.rights = rights;
        this.notices = notices;
        this.sponsorships = sponsorships;
        this.leaving = leaving;
        this.guests = guests;
        this.settings = settings;
        this.deadlines = deadlines;
        this.refusals = refusals;
        this.clock = clock;
    }

    /**
     * The sponsor of a guest, or an administrator, gives a guest of a review to another sponsor, with all that belongs to it.
     *
     * @param to user name, mail address or object id
     *
     * @throws NotFound if the review, or the item, is not this person's
     * @throws InvalidInput if nobody, or nobody who may be a sponsor, is called so, or it is the sponsor already
     * @throws Conflict if the guest was decided on already, or is gone
     */
    @Transactional
    public void handOver(UUID reviewId, UUID itemId, @Nullable String to, Viewer viewer) {
        // first the guest's row, then the review's: the order in which a guest is handed over elsewhere
        Guest guest = leaving.locked(item(reviewId, itemId, viewer).guest());
        reviews.locked(reviewId);
        ReviewItem item = item(reviewId, itemId, viewer);
        if (!viewer.is(guest.sponsor()) && !viewer.isAdministrator()) {
            throw new AccessDeniedException("for the sponsor and administrators");
        }
        if (!item.isOpen()) {
            throw refusals.conflict("settled");
        }
        // the question follows as it does whoever changes the sponsor: FollowedSponsors
        sponsorships.handOver(guest.id(), to, "to", "review-handed-over", viewer);
    }

    private ReviewItem item(UUID reviewId, UUID itemId, Viewer viewer) {
        ReviewRights.Scope scope = rights.of(reviewId, viewer);
        return items.find(itemId)
                .filter(one -> one.review().equals(reviewId) && scope.includes(one.id()))
                .orElseThrow(ReviewRights::nothing);
    }

    /**
     * The guest has got another sponsor: an open question moves to them. Nothing happens if nobody is being asked, or the
     * right person is; whoever looks again at what somebody has kept goes on with it.
     */
    @Transactional(propagation = Propagation.MANDATORY)
    public void follow(GuestId id) {
        items.open(id)
                .filter(found -> !found.isSecond())
                .ifPresent(found -> reviews.locked(found.review()).ifPresent(from -> {
                    PersonId sponsor = guests.get(id).sponsor();
                    // it may have moved before the row was ours
                    if (items.open(id)
                                    .filter(now -> now.review().equals(from.id()))
                                    .isPresent()
                            && from.kind() != Review.Kind.SECOND_LOOK
                            && !from.sponsor().equals(sponsor)) {
                        move(found, from, sponsor);
                    }
                }));
    }

    private void move(ReviewItem item, Review from, PersonId sponsor) {
        Asking asking = Asking.sponsor(from.kind(), sponsor, from.campaign());
        Optional<Review> there = reviews.joinable(asking, clock.instant().plus(settings.escalateWithin()));
        Review to = there.orElseGet(() -> opening.begin(asking, deadlines.answer(), false));
        items.move(List.of(item.id()), to.id(), null, from.reviewer(), true);
        if (there.isPresent()) {
            notices.want(to, ReviewNotices.Occasion.ADDED);
        } else {
            workflow.start(to.id());
        }
        ends.closeIfDecided(from, Review.Closing.DECIDED);
    }
}
