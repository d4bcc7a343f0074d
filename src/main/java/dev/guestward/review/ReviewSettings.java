package dev.guestward.review;

import java.time.Duration;
import java.util.List;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How guests are asked about.
 *
 * @param every how often somebody has to say that access is still needed
 * @param lookAhead how long before its day a guest may be put into a review, so that guests are asked about together
 * @param answerWithin how long a sponsor has to answer
 * @param escalateWithin how long each person has whom a review is passed on to
 * @param batch how many guests a review holds, unless more are due
 * @param inactiveAfter without a sign-in for so long a guest counts as inactive; an unknown sign-in never does
 * @param fallback user names, mail addresses or object ids of those who are asked when nobody else answers
 */
@ConfigurationProperties("guestward.review")
public record ReviewSettings(
        @DefaultValue("90d") Duration every,
        @DefaultValue("7d") Duration lookAhead,
        @DefaultValue("14d") Duration answerWithin,
        @DefaultValue("3d") Duration escalateWithin,
        @DefaultValue("25") int batch,
        @DefaultValue("90d") Duration inactiveAfter,
        @DefaultValue List<String> fallback) {
    public ReviewSettings {
        fallback = List.copyOf(fallback);
        between("every", every, Duration.ofDays(30), Duration.ofDays(365));
        between("look-ahead", lookAhead, Duration.ofDays(1), Duration.ofDays(14));
        between("answer-within", answerWithin, Duration.ofDays(3), Duration.ofDays(60));
        between("escalate-within", escalateWithin, Duration.ofDays(1), Duration.ofDays(30));
        between("inactive-after", inactiveAfter, Duration.ofDays(30), Duration.ofDays(730));
        if (batch < 1 || batch > MOST) {
            throw new IllegalArgumentException("guestward.review.batch must be between 1 and " + MOST);
        }
    }

    /** The most guests one review may hold: what a page can show and a person can look at. */
    public static final int MOST = 300;

    static void between(String name, Duration value, Duration least, Duration most) {
        if (value.compareTo(least) < 0 || value.compareTo(most) > 0) {
            throw new IllegalArgumentException(
                    "guestward.review." + name + " must be between " + least.toDays() + "d and " + most.toDays() + "d");
        }
    }
}
