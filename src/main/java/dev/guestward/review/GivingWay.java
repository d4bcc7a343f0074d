package dev.guestward.review;

import dev.guestward.guest.AttestedGuests;
import dev.guestward.guest.GuestId;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/** Second looks give way to new questions about the same guests: whoever is asked anew has the newer evidence. */
@Component
class GivingWay {
    private final ReviewTable reviews;
    private final ItemTable items;
    private final ReviewWorkflow workflow;
    private final AttestedGuests attested;
    private final JdbcClient db;

    GivingWay(ReviewTable reviews, ItemTable items, ReviewWorkflow workflow, AttestedGuests attested, JdbcClient db) {
        this.reviews = reviews;
        this.items = items;
        this.workflow = workflow;
        this.attested = attested;
        this.db = db;
    }

    @Transactional(propagation = Propagation.MANDATORY)
    public void to(Collection<GuestId> guests) {
        Set<UUID> asked = guests.stream().map(GuestId::value).collect(Collectors.toSet());
        List<UUID> second = db.sql(
                        "select distinct review_id from review_item where guest_id = any (?) and outcome is null"
                                + " and second_look_of is not null order by 1")
                .param(asked.toArray(UUID[]::new))
                .query((rs, n) -> rs.getObject(1, UUID.class))
                .list();
        for (UUID review : second) {
            reviews.locked(review);
            items.undecided(review).stream()
                    .filter(item -> asked.contains(item.guest().value()))
                    .forEach(item -> {
                        attested.noted(
                                item.guest(),
                                PassingOn.ACTOR,
                                "review-unconfirmed",
                                Map.of("review", review.toString(), "reason", "asked-anew"));
                        items.settled(item.id(), Outcome.UNCONFIRMED, "asked-anew", null);
                    });
            if (!items.hasUndecided(review)
                    && !reviews.standsStill(review)
                    && reviews.close(review, Review.Closing.OVER)) {
                workflow.over(review);
            }
        }
    }
}
