package dev.guestward.review;

import dev.guestward.guest.GuestId;
import dev.guestward.review.Campaigns.Campaign;
import dev.guestward.review.NextReviewers.Next;
import dev.guestward.review.Review.Stage;
import dev.guestward.review.ReviewOpening.Absorbing;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/**
 * The second stage of a campaign: guests whom their sponsors want to keep are shown to somebody else, with the answer. Who was
 * to be removed is not asked about again.
 */
@Component
class SecondStage {
    private static final int GUESTS_A_STEP = 500;

    private final SecondStageTable table;
    private final SecondReviewers reviewers;
    private final ItemTable items;
    private final ReviewOpening opening;
    private final Deadlines deadlines;

    SecondStage(
            SecondStageTable table,
            SecondReviewers reviewers,
            ItemTable items,
            ReviewOpening opening,
            Deadlines deadlines) {
        this.table = table;
        this.reviewers = reviewers;
        this.items = items;
        this.opening = opening;
        this.deadlines = deadlines;
    }

    /**
     * Asks about the next guests whom the first stage kept.
     *
     * @return whether all of them have been asked about
     */
    @Transactional(propagation = Propagation.MANDATORY)
    public boolean openSome(Campaign campaign) {
        if (campaign.secondStage() == null || campaign.secondDays() == null) {
            return true;
        }
        Instant before = campaign.secondDueAt();
        Instant due = before == null || before.isBefore(deadlines.instead())
                ? deadlines.in(Duration.ofDays(campaign.secondDays()))
                : before;
        List<SecondStageTable.Kept> kept = table.waiting(campaign.id(), GUESTS_A_STEP);
        SecondReviewers.Look look = reviewers.new Look(Stage.valueOf(campaign.secondStage()));
        Map<Next, List<GuestId>> groups = new LinkedHashMap<>();
        List<GuestId> nobody = new ArrayList<>();
        for (SecondStageTable.Kept one : kept) {
            Optional<Next> next = look.of(one.clinic(), new HashSet<>(List.of(one.sponsor(), one.decidedBy())));
            if (next.isPresent()) {
                groups.computeIfAbsent(next.get(), who -> new ArrayList<>()).add(one.guest());
            } else {
                nobody.add(one.guest());
            }
        }
        groups.forEach((next, guests) -> ask(campaign, next, guests, due));
        table.noteAsked(
                campaign.id(),
                kept.stream().map(SecondStageTable.Kept::guest).toList(),
                nobody,
                groups.isEmpty() ? null : due);
        return kept.size() < GUESTS_A_STEP;
    }

    private void ask(Campaign campaign, Next next, List<GuestId> guests, Instant due) {
        opening.openOrJoin(Asking.second(next, campaign.id()), due.minusSeconds(1), due, guests, Absorbing.NOTHING);
        items.follow(campaign.id(), guests);
    }
}
