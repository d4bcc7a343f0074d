package dev.guestward.review;

import dev.guestward.people.PersonId;
import dev.guestward.review.Review.Kind;
import dev.guestward.review.Review.Stage;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Who is asked, in which capacity and on what occasion: reviews that share all of it can be one.
 *
 * @param sponsor who vouches for the guests; in a second stage, whoever was asked first
 * @param parent the review from which it is passed on
 * @param round 2 once nobody had answered, and everybody is asked once more
 */
record Asking(
        Kind kind,
        Stage stage,
        PersonId reviewer,
        PersonId sponsor,
        @Nullable UUID campaign,
        @Nullable UUID parent,
        int round) {

    static Asking sponsor(Kind kind, PersonId sponsor, @Nullable UUID campaign) {
        return new Asking(kind, Stage.SPONSOR, sponsor, sponsor, campaign, null, 1);
    }

    /** In place of the reviewer of that review, or in another round. */
    static Asking after(Review before, NextReviewers.Next next, int round) {
        return new Asking(
                before.kind(), next.stage(), next.person(), before.sponsor(), before.campaign(), before.id(), round);
    }

    /** In the second stage of a campaign. */
    static Asking second(NextReviewers.Next next, UUID campaign) {
        return new Asking(Kind.CAMPAIGN, next.stage(), next.person(), next.person(), campaign, null, 1);
    }
}
