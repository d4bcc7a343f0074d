package dev.guestward.directory.gateway;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import javax.sql.DataSource;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Primary;

/**
 * The quota as it is in the product, whose clock can be made to run faster: then the machine sets the pace and not the quota,
 * which costs what it costs otherwise. To be imported; found by no scan.
 */
public class HurriedQuota {

    /** How many times faster the quota's clock runs than the others. */
    public interface Pace {
        void times(int factor);
    }

    private final HurriedClock quotaClock;

    HurriedQuota(Clock clock) {
        quotaClock = new HurriedClock(clock);
    }

    @Bean
    @Primary
    DirectoryQuota hurriedQuota(DataSource database, QuotaSettings settings) {
        return new DirectoryQuota(database, settings, quotaClock);
    }

    @Bean
    Pace quotaPace() {
        return quotaClock::hurry;
    }

    /** Real time until it is told to hurry. No bean, because everybody else wants "the" clock. */
    private static final class HurriedClock extends Clock {
        private final Clock real;
        private Instant realThen;
        private Instant shownThen;
        private int factor = 1;

        HurriedClock(Clock real) {
            this.real = real;
            this.realThen = real.instant();
            this.shownThen = realThen;
        }

        synchronized void hurry(int times) {
            Instant now = real.instant();
            shownThen = shown(now);
            realThen = now;
            factor = times;
        }

        private Instant shown(Instant now) {
            return shownThen.plus(Duration.between(realThen, now).multipliedBy(factor));
        }

        @Override
        public synchronized Instant instant() {
            return shown(real.instant());
        }

        @Override
        public ZoneId getZone() {
            return real.getZone();
        }

        @Override
        public Clock withZone(ZoneId zone) {
            throw new UnsupportedOperationException("The quota asks for no zone");
        }
    }
}
