package dev.guestward.review;

import dev.guestward.guest.GuestId;
import dev.guestward.people.PersonId;
import dev.guestward.review.CampaignTable.Waiting;
import dev.guestward.review.Campaigns.Campaign;
import java.time.Clock;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/**
 * Guests who come into the scope of a running campaign, and who leave it. Whoever comes is asked about as long as enough time is
 * left to answer, and else is listed as too late; whoever leaves is asked about no more, and not again if they come back.
 */
@Component
class CampaignFollowing {
    private static final int GUESTS_A_STEP = 500;

    private final CampaignTable table;
    private final CampaignAsking asking;
    private final ReviewTable reviews;
    private final ItemTable items;
    private final ReviewEnds ends;
    private final ChangedGuests changed;
    private final FollowSettings settings;
    private final Clock clock;

    CampaignFollowing(
            CampaignTable table,
            CampaignAsking asking,
            ReviewTable reviews,
            ItemTable items,
            ReviewEnds ends,
            ChangedGuests changed,
            FollowSettings settings,
            Clock clock) {
        this.table = table;
        this.asking = asking;
        this.reviews = reviews;
        this.items = items;
        this.ends = ends;
        this.changed = changed;
        this.settings = settings;
        this.clock = clock;
    }

    List<UUID> running() {
        return table.running();
    }

    /** Looks who has come and who has left; of very many who come, some are left for the next time. */
    @Transactional(propagation = Propagation.MANDATORY)
    public void follow(UUID id) {
        Campaign campaign = table.locked(id).orElseThrow();
        CampaignScope scope = CampaignScope.of(campaign);
        if (campaign.endedAt() != null || campaign.pausedAt() != null || !scope.isFollowed()) {
            return;
        }
        table.withLeavers(id, scope).forEach(review -> leave(review, scope));
        table.join(id, scope, clock.instant().plus(settings.joinLeast()).isAfter(campaign.dueAt()));
        Map<PersonId, List<GuestId>> bySponsor = new LinkedHashMap<>();
        for (Waiting one : table.waiting(id, GUESTS_A_STEP)) {
            bySponsor
                    .computeIfAbsent(one.sponsor(), sponsor -> new ArrayList<>())
                    .add(one.guest());
        }
        bySponsor.forEach((sponsor, guests) -> asking.ask(campaign, sponsor, guests));
    }

    private void leave(UUID id, CampaignScope scope) {
        reviews.locked(id).filter(Review::isOpen).ifPresent(review -> {
            List<ReviewItem> open = items.undecided(id);
            Set<GuestId> outside =
                    table.outside(open.stream().map(ReviewItem::guest).toList(), scope);
            open.stream().filter(item -> outside.contains(item.guest())).forEach(item -> {
                items.settled(item.id(), Outcome.NO_LONGER, "left-scope", null);
                changed.askLater(item);
            });
            ends.closeIfDecided(review, Review.Closing.DECIDED);
        });
    }
}
