package dev.guestward.review;

import dev.guestward.people.PersonId;
import dev.guestward.review.Campaigns.SponsorProgress;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.springframework.stereotype.Component;

/** Who would be asked in the second stage of a campaign, if sponsors kept everybody. */
@Component
class SecondPreview {
    private final CampaignTable table;
    private final SecondReviewers reviewers;

    SecondPreview(CampaignTable table, SecondReviewers reviewers) {
        this.table = table;
        this.reviewers = reviewers;
    }

    /** Most guests first; those for whom there is nobody are missing. */
    List<SponsorProgress> second(CampaignScope scope, Review.Stage stage) {
        SecondReviewers.Look look = reviewers.new Look(stage);
        Map<PersonId, Integer> guests = new HashMap<>();
        table.previewByClinic(scope)
                .forEach(share -> look.of(share.clinic(), Set.of(share.sponsor()))
                        .ifPresent(next -> guests.merge(next.person(), share.guests(), Integer::sum)));
        return guests.entrySet().stream()
                .map(one -> new SponsorProgress(one.getKey(), one.getValue(), one.getValue(), null))
                .sorted(Comparator.comparing(SponsorProgress::guests)
                        .reversed()
                        .thenComparing(one -> one.reviewer().value()))
                .toList();
    }
}
