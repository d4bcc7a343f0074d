package dev.guestward.redemption;

import java.time.Duration;
import java.util.List;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How long a guest has to accept, and what happens meanwhile. All times but one count from the invitation.
 *
 * @param reminders when the guest is mailed a fresh link; ascending, none after the sponsor is asked
 * @param askSponsorAfter when the sponsor is asked what to do
 * @param remindSponsorAfter how long after that the sponsor is reminded, once
 * @param lapseAfter when it is over
 * @param resendPause how long after one a sponsor may have another link sent
 */
@ConfigurationProperties("guestward.redemption")
public record RedemptionSettings(
        @DefaultValue({"3d", "7d", "14d"}) List<Duration> reminders,
        @DefaultValue("14d") Duration askSponsorAfter,
        @DefaultValue("5d") Duration remindSponsorAfter,
        @DefaultValue("30d") Duration lapseAfter,
        @DefaultValue("1h") Duration resendPause) {
    private static final Duration SHORTEST = Duration.ofHours(12);

    public RedemptionSettings {
        reminders = List.copyOf(reminders);
        Duration before = Duration.ZERO;
        for (Duration reminder : reminders) {
            if (reminder.minus(before).compareTo(SHORTEST) < 0) {
                throw new IllegalArgumentException(
                        "guestward.redemption.reminders must ascend, at least 12h after the invitation and each other");
            }
            before = reminder;
        }
        if (askSponsorAfter.compareTo(before) < 0 || askSponsorAfter.compareTo(SHORTEST) < 0) {
            throw new IllegalArgumentException(
                    "guestward.redemption.ask-sponsor-after must be at least 12h and not before the last reminder");
        }
        if (remindSponsorAfter.compareTo(SHORTEST) < 0) {
            throw new IllegalArgumentException("guestward.redemption.remind-sponsor-after must be at least 12h");
        }
        if (lapseAfter.compareTo(askSponsorAfter.plus(remindSponsorAfter)) <= 0) {
            throw new IllegalArgumentException(
                    "guestward.redemption.lapse-after must be after the sponsor has been asked and reminded");
        }
        if (resendPause.isNegative() || resendPause.compareTo(Duration.ofDays(1)) > 0) {
            throw new IllegalArgumentException("guestward.redemption.resend-pause must be at most 1d");
        }
    }
}
