package dev.guestward.signup;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Sign-up by clinicians themselves.
 *
 * @param enabled whether the public page is there
 * @param workerEnabled whether this node looks at what the page has taken
 * @param pollEvery pause between two such looks
 * @param fillInAtLeast what comes faster than this after its page was opened has to be sent again
 * @param confirmWithin how long the link in the mail works
 * @param answerWithin how long a confirmed sign-up waits for its sponsor
 * @param endedKept how long it is kept after it was accepted, declined or has lapsed
 * @param mailsPerAddress confirmation mails to one address within a day
 * @param mailsPerHour confirmation mails altogether; further ones wait
 * @param postsPerSource forms from one network address within an hour
 * @param postsPerHour forms altogether
 */
@ConfigurationProperties("guestward.sign-up")
public record SignUpSettings(
        @DefaultValue("false") boolean enabled,
        @DefaultValue("true") boolean workerEnabled,
        @DefaultValue("1s") Duration pollEvery,
        @DefaultValue("3s") Duration fillInAtLeast,
        @DefaultValue("24h") Duration confirmWithin,
        @DefaultValue("14d") Duration answerWithin,
        @DefaultValue("30d") Duration endedKept,
        @DefaultValue("3") int mailsPerAddress,
        @DefaultValue("100") int mailsPerHour,
        @DefaultValue("20") int postsPerSource,
        @DefaultValue("1000") int postsPerHour) {
    public SignUpSettings {
        within("poll-every", pollEvery, Duration.ofMillis(50), Duration.ofMinutes(1));
        within("fill-in-at-least", fillInAtLeast, Duration.ZERO, Duration.ofMinutes(1));
        within("confirm-within", confirmWithin, Duration.ofMinutes(10), Duration.ofDays(7));
        within("answer-within", answerWithin, Duration.ofDays(1), Duration.ofDays(90));
        within("ended-kept", endedKept, Duration.ofDays(1), Duration.ofDays(365));
        within("mails-per-address", mailsPerAddress, 20);
        within("mails-per-hour", mailsPerHour, 10_000);
        within("posts-per-source", postsPerSource, 10_000);
        within("posts-per-hour", postsPerHour, 100_000);
    }

    private static void within(String name, Duration value, Duration least, Duration most) {
        if (value.compareTo(least) < 0 || value.compareTo(most) > 0) {
            throw new IllegalArgumentException(
                    "guestward.sign-up." + name + " must be between " + least + " and " + most);
        }
    }

    private static void within(String name, int value, int most) {
        if (value < 1 || value > most) {
            throw new IllegalArgumentException("guestward.sign-up." + name + " must be between 1 and " + most);
        }
    }
}
