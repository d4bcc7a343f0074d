package dev.guestward.mode;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How the product runs.
 *
 * @param mode {@code live}, or {@code report-only}: everything runs, subscriptions are kept alive, but nothing else is
 *     written to the tenant and no mail goes to a guest. Nothing is made up for when it is switched off
 */
@ConfigurationProperties("guestward")
public record Mode(@DefaultValue("live") Running mode) {
    public enum Running {
        LIVE,
        REPORT_ONLY
    }

    public boolean reportsOnly() {
        return mode == Running.REPORT_ONLY;
    }
}
