package dev.guestward.review;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * From when on the way in which a review was answered is worth a look. Nothing follows from it but that administrators see it, and
 * that a second person may be asked (see {@link SecondLookSettings}).
 *
 * @param leastGuests with fewer decisions nothing is said about pace and shares
 * @param perGuest less time for each guest than this is fast
 * @param keptShare at least this share was kept
 * @param bulkShare at least this share was decided for many at once
 * @param removedLater at least so many of those kept were removed soon afterwards, for another reason than the end of access
 * @param removedWithin how soon that is
 * @param pause a longer gap between two signs of somebody counts as a pause and not as time spent looking
 */
@ConfigurationProperties("guestward.review.signals")
public record SignalSettings(
        @DefaultValue("10") int leastGuests,
        @DefaultValue("5s") Duration perGuest,
        @DefaultValue("1.0") double keptShare,
        @DefaultValue("0.8") double bulkShare,
        @DefaultValue("2") int removedLater,
        @DefaultValue("90d") Duration removedWithin,
        @DefaultValue("5m") Duration pause) {
    public SignalSettings {
        between("least-guests", leastGuests, 1, ReviewSettings.MOST);
        between("removed-later", removedLater, 1, ReviewSettings.MOST);
        share("kept-share", keptShare);
        share("bulk-share", bulkShare);
        between("per-guest", perGuest, Duration.ofSeconds(1), Duration.ofMinutes(5));
        between("removed-within", removedWithin, Duration.ofDays(1), Duration.ofDays(365));
        between("pause", pause, Duration.ofMinutes(1), Duration.ofHours(1));
    }

    private static void between(String name, int value, int least, int most) {
        if (value < least || value > most) {
            throw new IllegalArgumentException(property(name) + " must be between " + least + " and " + most);
        }
    }

    private static void between(String name, Duration value, Duration least, Duration most) {
        if (value.compareTo(least) < 0 || value.compareTo(most) > 0) {
            throw new IllegalArgumentException(
                    property(name) + " must be between " + least.toSeconds() + "s and " + most.toSeconds() + "s");
        }
    }

    private static void share(String name, double value) {
        if (!(value > 0 && value <= 1)) {
            throw new IllegalArgumentException(property(name) + " must be above 0 and at most 1");
        }
    }

    private static String property(String name) {
        return "guestward.review.signals." + name;
    }
}
