package dev.guestward.review;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How reviews follow what changes, and silence.
 *
 * @param gatherChanges how long changes of a sponsor's guests are gathered before the sponsor is asked about them
 * @param joinLeast whoever comes into the scope of a running campaign is asked about if at least so much time is left to answer
 * @param secondRound whether everybody is asked once more before silence counts
 * @param secondRoundWithin how long whoever is asked first has then
 */
@ConfigurationProperties("guestward.review")
public record FollowSettings(
        @DefaultValue("1h") Duration gatherChanges,
        @DefaultValue("3d") Duration joinLeast,
        @DefaultValue("false") boolean secondRound,
        @DefaultValue("7d") Duration secondRoundWithin)
        implements SecondRound {
    public FollowSettings {
        ReviewSettings.between("gather-changes", gatherChanges, Duration.ZERO, Duration.ofDays(7));
        ReviewSettings.between("join-least", joinLeast, Duration.ofDays(1), Duration.ofDays(30));
        ReviewSettings.between("second-round-within", secondRoundWithin, Duration.ofDays(1), Duration.ofDays(30));
    }
}
