package dev.guestward.review;

import dev.guestward.audit.Actor;
import dev.guestward.guest.AttestedGuests;
import dev.guestward.guest.Guest;
import dev.guestward.guest.GuestId;
import dev.guestward.guest.Guests;
import dev.guestward.guest.LeavingGuests;
import dev.guestward.people.People;
import dev.guestward.people.Person;
import dev.guestward.people.PersonId;
import dev.guestward.people.Role;
import dev.guestward.people.Viewer;
import dev.guestward.problem.Conflict;
import dev.guestward.problem.InvalidInput;
import dev.guestward.problem.NotFound;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.context.MessageSource;
import org.springframework.context.i18n.LocaleContextHolder;
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
    private final AttestedGuests attested;
    private final LeavingGuests leaving;
    private final Guests guests;
    private final People people;
    private final ReviewSettings settings;
    private final Deadlines deadlines;
    private final MessageSource texts;
    private final Clock clock;

    SponsorChanges(
            ReviewTable reviews,
            ItemTable items,
            ReviewOpening opening,
            ReviewEnds ends,
            ReviewWorkflow workflow,
            ReviewRights rights,
            AttestedGuests attested,
            LeavingGuests leaving,
            Guests guests,
            People people,
            ReviewSettings settings,
            Deadlines deadlines,
            MessageSource texts,
            Clock clock) {
        this.reviews = reviews;
        this.items = items;
        this.opening = opening;
        this.ends = ends;
        this.workflow = workflow;
        this.rights = rights;
        this.attested = attested;
        this.leaving = leaving;
        this.guests = guests;
        this.people = people;
        this.settings = settings;
        this.deadlines = deadlines;
        this.texts = texts;
        this.clock = clock;
    }

    /**
     * The sponsor of a guest, or an administrator, gives a guest of a review to another sponsor.
     *
     * @param to user name, mail address or object id
     *
     * @throws NotFound if the review, or the item, is not this person's
     * @throws InvalidInput if no sponsor is called so
     * @throws Conflict if the guest was decided on already
     */
    @Transactional
    public void handOver(UUID reviewId, UUID itemId, @Nullable String to, Viewer viewer) {
        reviews.locked(reviewId);
        ReviewRights.Scope scope = rights.of(reviewId, viewer);
        ReviewItem item = items.find(itemId)
                .filter(one -> one.review().equals(reviewId) && scope.includes(one.id()))
                .orElseThrow(ReviewRights::nothing);
        Guest guest = leaving.locked(item.guest());
        if (!viewer.is(guest.sponsor()) && !viewer.isAdministrator()) {
            throw new AccessDeniedException("for the sponsor and administrators");
        }
        if (!item.isOpen()) {
            throw new Conflict("This guest is not waiting for a decision any more.");
        }
        Person sponsor = Optional.ofNullable(to)
                .flatMap(people::named)
                .filter(person -> person.enabled() && person.has(Role.SPONSOR))
                .filter(person -> !person.id().equals(guest.sponsor()))
                .orElseThrow(() -> InvalidInput.of(
                        "to", texts.getMessage("reviews.invalid.sponsor", null, LocaleContextHolder.getLocale())));
        attested.handedOver(guest.id(), sponsor.id(), Actor.person(viewer.id().value()));
        follow(guest.id());
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
        if (there.isEmpty()) {
            workflow.start(to.id());
        }
        ends.closeIfDecided(from, Review.Closing.DECIDED);
    }
}
