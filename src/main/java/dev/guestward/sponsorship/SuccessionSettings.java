package dev.guestward.sponsorship;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How another sponsor is looked for when one leaves.
 *
 * @param answerWithin how long those who are asked have time, before the next ones are asked
 * @param remindAfter when they are reminded
 * @param poolWithin how long the pool has time, before the guests are removed
 */
@ConfigurationProperties("guestward.succession")
public record SuccessionSettings(
        @DefaultValue("3d") Duration answerWithin,
        @DefaultValue("36h") Duration remindAfter,
        @DefaultValue("7d") Duration poolWithin) {
    public SuccessionSettings {
        if (answerWithin.compareTo(Duration.ofHours(1)) < 0 || poolWithin.compareTo(Duration.ofDays(1)) < 0) {
            throw new IllegalArgumentException("guestward.succession.answer-within must be at least 1h and"
                    + " guestward.succession.pool-within at least 1d");
        }
        if (remindAfter.isNegative() || remindAfter.isZero() || remindAfter.compareTo(answerWithin) >= 0) {
            throw new IllegalArgumentException(
                    "guestward.succession.remind-after must be shorter than guestward.succession.answer-within");
        }
    }
}
