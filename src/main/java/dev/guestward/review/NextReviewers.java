package dev.guestward.review;

import dev.guestward.guest.GuestId;
import dev.guestward.people.People;
import dev.guestward.people.Person;
import dev.guestward.people.PersonId;
import dev.guestward.people.Role;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.stereotype.Component;

/**
 * Who is asked when a reviewer does not answer, or does not know: co-sponsor, manager, fallback reviewer. Only people who may sign
 * in are asked; a manager outside the staff is passed over.
 */
@Component
class NextReviewers {
    private final People people;
    private final ObjectProvider<FurtherSponsors> coSponsors;
    private final ReviewSettings settings;

    NextReviewers(People people, ObjectProvider<FurtherSponsors> coSponsors, ReviewSettings settings) {
        this.people = people;
        this.coSponsors = coSponsors;
        this.settings = settings;
    }

    /** Somebody, and in which capacity. */
    record Next(Review.Stage stage, PersonId person) {}

    Map<GuestId, List<PersonId>> coSponsorsOf(Collection<GuestId> guests) {
        FurtherSponsors known = coSponsors.getIfAvailable();
        return known == null ? Map.of() : known.of(guests);
    }

    /**
     * Whoever comes next for a guest.
     *
     * @param asked who was asked already
     * @return empty if nobody is left
     */
    Optional<Next> after(Review review, List<PersonId> coSponsors, Set<PersonId> asked) {
        for (Review.Stage stage : chain(review.stage())) {
            Optional<Next> next = candidates(stage, review, coSponsors).stream()
                    .filter(person -> person.enabled() && !asked.contains(person.id()))
                    .map(person -> new Next(stage, person.id()))
                    .findFirst();
            if (next.isPresent()) {
                return next;
            }
        }
        return Optional.empty();
    }

    /** Who is asked in place of somebody in this capacity, in this order. */
    private static List<Review.Stage> chain(Review.Stage stage) {
        return switch (stage) {
            case SPONSOR, CO_SPONSOR -> List.of(Review.Stage.CO_SPONSOR, Review.Stage.MANAGER, Review.Stage.FALLBACK);
            case MANAGER -> List.of(Review.Stage.MANAGER, Review.Stage.FALLBACK);
            case CONTACT, OWNER -> List.of(Review.Stage.OWNER, Review.Stage.FALLBACK);
            case FALLBACK -> List.of(Review.Stage.FALLBACK);
        };
    }

    /**
     * Whoever begins another round: who was asked first in the round before, or else whoever comes next.
     *
     * @param second whether it is about what a first stage wants to keep
     */
    Optional<Next> again(Review review, boolean second, List<PersonId> coSponsors, Set<PersonId> never) {
        Review.Stage first = second ? Review.Stage.OWNER : Review.Stage.SPONSOR;
        return people.byId(review.sponsor())
                .filter(person -> person.enabled() && !never.contains(person.id()))
                .map(person -> new Next(first, person.id()))
                .or(() -> after(review.at(first), coSponsors, never));
    }

    private List<Person> candidates(Review.Stage stage, Review review, List<PersonId> coSponsors) {
        return switch (stage) {
            case SPONSOR, CONTACT -> List.of();
            case CO_SPONSOR ->
                coSponsors.stream().flatMap(id -> people.byId(id).stream()).toList();
            case MANAGER ->
                people
                        .byId(review.sponsor())
                        .flatMap(sponsor -> Optional.ofNullable(sponsor.manager()))
                        .flatMap(people::byId)
                        .stream()
                        .toList();
            case OWNER -> people.withRole(Role.OWNER);
            case FALLBACK ->
                settings.fallback().stream()
                        .flatMap(name -> people.named(name).stream())
                        .toList();
        };
    }
}
