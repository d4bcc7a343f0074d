package dev.guestward.adoption;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * What becomes of guests that are found in the tenant.
 *
 * @param mode whether they are looked for, and whether they are adopted without an administrator's word
 * @param accessFor how long an adopted guest keeps access, at least
 * @param spread over how much more time the ends of access are spread, so that not all fall on one day
 * @param claimWithin how long the pool has to claim a batch before administrators are to look at it
 */
@ConfigurationProperties("guestward.adoption")
public record AdoptionSettings(
        @DefaultValue("watch") Mode mode,
        @DefaultValue("180d") Duration accessFor,
        @DefaultValue("90d") Duration spread,
        @DefaultValue("14d") Duration claimWithin) {
    private static final Duration MONTH = Duration.ofDays(30);
    private static final Duration TWO_YEARS = Duration.ofDays(730);

    /** What is done about guests nobody asked us to invite. */
    public enum Mode {
        /** Nothing; they are not even listed. */
        OFF,
        /** They are listed, until an administrator starts their adoption. */
        WATCH,
        /** They are adopted as they are found, unless an administrator stops that. */
        ADOPT
    }

    public AdoptionSettings {
        between("access-for", accessFor, MONTH, TWO_YEARS);
        between("spread", spread, Duration.ZERO, TWO_YEARS);
        between("claim-within", claimWithin, Duration.ofDays(1), MONTH.multipliedBy(3));
    }

    private static void between(String name, Duration given, Duration least, Duration most) {
        if (given.compareTo(least) < 0 || given.compareTo(most) > 0) {
            throw new IllegalArgumentException("guestward.adoption." + name + " must be between " + least.toDays()
                    + "d and " + most.toDays() + "d");
        }
    }

    boolean watches() {
        return mode != Mode.OFF;
    }
}
