package dev.guestward.mode;

import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How the product is told to run.
 *
 * @param mode {@code live} or {@code report-only}
 * @param modeOf the same of single workflows that do not run like the rest
 */
@ConfigurationProperties("guestward")
record ModeSettings(
        @DefaultValue("live") Running mode, @DefaultValue Map<Workflow, Running> modeOf) implements Mode {
    enum Running {
        LIVE,
        REPORT_ONLY
    }

    @Override
    public boolean reportsOnly() {
        return mode == Running.REPORT_ONLY;
    }

    @Override
    public boolean reportsOnly(@Nullable Workflow workflow) {
        return (workflow == null ? mode : modeOf.getOrDefault(workflow, mode)) == Running.REPORT_ONLY;
    }
}
