package dev.guestward.directory.graph;

import com.microsoft.kiota.ResponseHeaders;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** How long the directory wants us to wait: bounded, and never zero. */
final class RetryAfter {
    static final Duration UNSAID = Duration.ofSeconds(10);
    static final Duration WITHOUT_ACCESS = Duration.ofMinutes(1);
    static final Duration OF_AN_ABSENCE = Duration.ofMinutes(5);

    private static final Duration SHORTEST = Duration.ofSeconds(1);
    private static final Duration LONGEST = Duration.ofMinutes(10);

    private RetryAfter() {}

    static Duration of(@Nullable ResponseHeaders headers) {
        Set<String> values = headers == null ? null : headers.get("Retry-After");
        return values == null || values.isEmpty() ? UNSAID : of(values.iterator().next());
    }

    /** Reads seconds, possibly fractional, or a date of RFC 1123, which is compared with this machine's clock. */
    static Duration of(@Nullable String value) {
        if (value == null || value.isBlank()) {
            return UNSAID;
        }
        try {
            double seconds = Double.parseDouble(value.trim());
            return Double.isNaN(seconds) ? UNSAID : bounded(Duration.ofMillis((long) Math.ceil(seconds * 1000)));
        } catch (NumberFormatException notSeconds) {
            return untilDate(value.trim());
        }
    }

    private static Duration untilDate(String value) {
        try {
            Instant date = ZonedDateTime.parse(value, DateTimeFormatter.RFC_1123_DATE_TIME)
                    .toInstant();
            return bounded(Duration.between(Instant.now(), date));
        } catch (DateTimeParseException neither) {
            return UNSAID;
        }
    }

    private static Duration bounded(Duration asked) {
        if (asked.compareTo(SHORTEST) < 0) {
            return SHORTEST;
        }
        return asked.compareTo(LONGEST) > 0 ? LONGEST : asked;
    }
}
