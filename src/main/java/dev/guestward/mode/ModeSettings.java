package dev.guestward.mode;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How the product is told to run.
 *
 * @param mode {@code live} or {@code report-only}
 */
@ConfigurationProperties("guestward")
record ModeSettings(@DefaultValue("live") Running mode) implements Mode {
    enum Running {
        LIVE,
        REPORT_ONLY
    }

    @Override
    public boolean reportsOnly() {
        return mode == Running.REPORT_ONLY;
    }
}
