package dev.guestward.review;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Which of the guests that were kept a second person is asked about, once a review is over.
 *
 * @param share of those kept, rounded up; 0 for nobody
 * @param leastKept reviews in which fewer were kept are left alone
 * @param onlyWithSignals whether only answers count that were given in a way worth a look (see {@link SignalSettings})
 */
@ConfigurationProperties("guestward.review.second-look")
public record SecondLookSettings(
        @DefaultValue("0") double share,
        @DefaultValue("1") int leastKept,
        @DefaultValue("false") boolean onlyWithSignals) {
    public SecondLookSettings {
        if (!(share >= 0 && share <= 1)) {
            throw new IllegalArgumentException("guestward.review.second-look.share must be between 0 and 1");
        }
        if (leastKept < 1 || leastKept > ReviewSettings.MOST) {
            throw new IllegalArgumentException(
                    "guestward.review.second-look.least-kept must be between 1 and " + ReviewSettings.MOST);
        }
    }

    boolean isOff() {
        return share == 0;
    }
}
