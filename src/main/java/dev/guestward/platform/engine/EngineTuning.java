package dev.guestward.platform.engine;

import jakarta.validation.Valid;
import jakarta.validation.constraints.Pattern;
import java.time.Period;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * @param retries pauses between the attempts of a failing job, by commas; then it is an incident
 * @param historyKept how long a finished instance stays, for models that do not say so themselves; in days
 */
@Validated
@ConfigurationProperties("guestward.engine")
record EngineTuning(
        @Pattern(regexp = "P[^,\\s]+(,P[^,\\s]+)*") @DefaultValue("PT15S,PT1M,PT5M,PT15M,PT1H,PT4H")
        String retries,

        @DefaultValue("P400D") Period historyKept,
        @Valid @DefaultValue HistoryCleanup historyCleanup) {

    /** The hours of the day in which old history is deleted, {@code HH:mm}. */
    record HistoryCleanup(
            @Pattern(regexp = "\\d\\d:\\d\\d") @DefaultValue("01:00")
            String from,

            @Pattern(regexp = "\\d\\d:\\d\\d") @DefaultValue("04:00")
            String until) {}

    EngineTuning {
        if (historyKept.toTotalMonths() != 0 || historyKept.getDays() < 1) {
            throw new IllegalArgumentException("guestward.engine.history-kept must be a number of days");
        }
    }
}
