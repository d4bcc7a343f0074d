package dev.guestward.review;

import dev.guestward.guest.GuestId;
import dev.guestward.people.PersonId;
import dev.guestward.review.Campaigns.Campaign;
import dev.guestward.review.Review.Kind;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/** Asks a sponsor about guests of a campaign; open questions of the usual kind become part of it. */
@Component
class CampaignAsking {
    private final CampaignTable table;
    private final ReviewTable reviews;
    private final ItemTable items;
    private final ReviewOpening opening;
    private final ReviewEnds ends;
    private final JdbcClient db;

    CampaignAsking(
            CampaignTable table,
            ReviewTable reviews,
            ItemTable items,
            ReviewOpening opening,
            ReviewEnds ends,
            JdbcClient db) {
        this.table = table;
        this.reviews = reviews;
        this.items = items;
        this.opening = opening;
        this.ends = ends;
        this.db = db;
    }

    @Transactional(propagation = Propagation.MANDATORY)
    public void ask(Campaign campaign, PersonId sponsor, List<GuestId> guests) {
        opening.openOrJoin(
                Asking.sponsor(Kind.CAMPAIGN, sponsor, campaign.id()),
                campaign.dueAt().minusSeconds(1),
                campaign.dueAt(),
                guests,
                this::absorb);
        table.noteAsked(campaign.id(), guests);
    }

    private void absorb(Review into, List<GuestId> guests) {
        List<UUID> wanted = guests.stream().map(GuestId::value).toList();
        for (Review from : absorbable(guests)) {
            List<UUID> moved = items.undecided(from.id()).stream()
                    .filter(item -> wanted.contains(item.guest().value()))
                    .map(ReviewItem::id)
                    .toList();
            items.move(
                    moved,
                    into.id(),
                    into.campaign(),
                    from.reviewer(),
                    from.reviewer().equals(into.reviewer()));
            ends.closeIfDecided(from, Review.Closing.DECIDED);
        }
    }

    /** The reviews of the usual kind in which somebody is being asked about these guests, taken in one order. */
    private List<Review> absorbable(List<GuestId> guests) {
        Map<UUID, Review> found = new TreeMap<>();
        for (UUID id : db.sql(
                        "select distinct i.review_id from review_item i join review r on r.id = i.review_id"
                                + " where i.guest_id = any (?) and i.outcome is null and r.kind not in ('CAMPAIGN', 'SECOND_LOOK') order by 1")
                .param(guests.stream().map(GuestId::value).toArray(UUID[]::new))
                .query((rs, n) -> rs.getObject(1, UUID.class))
                .list()) {
            reviews.locked(id).filter(Review::isOpen).ifPresent(review -> found.put(id, review));
        }
        return List.copyOf(found.values());
    }
}
