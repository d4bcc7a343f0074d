package dev.guestward.directory.graph;

import com.microsoft.kiota.ResponseHeaders;
import java.time.Duration;
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
        return headers == null ? UNSAID : of(first(headers, "Retry-After"), first(headers, "Date"));
    }

    /**
     * Reads seconds, possibly fractional, or a date of RFC 1123.
     *
     * @param answeredAt the answer's own date, which the other is compared with: clocks may differ
     */
    static Duration of(@Nullable String retryAfter, @Nullable String answeredAt) {
        if (retryAfter == null || retryAfter.isBlank()) {
            return UNSAID;
        }
        try {
            double seconds = Double.parseDouble(retryAfter.trim());
            return Double.isNaN(seconds) ? UNSAID : bounded(Duration.ofMillis((long) Math.ceil(seconds * 1000)));
        } catch (NumberFormatException notSeconds) {
            return answeredAt == null ? UNSAID : between(answeredAt.trim(), retryAfter.trim());
        }
    }

    private static Duration between(String answeredAt, String date) {
        try {
            return bounded(Duration.between(date(answeredAt), date(date)));
        } catch (DateTimeParseException neither) {
            return UNSAID;
        }
    }

    private static ZonedDateTime date(String text) {
        return ZonedDateTime.parse(text, DateTimeFormatter.RFC_1123_DATE_TIME);
    }

    private static @Nullable String first(ResponseHeaders headers, String name) {
        Set<String> values = headers.get(name);
        return values == null || values.isEmpty() ? null : values.iterator().next();
    }

    private static Duration bounded(Duration asked) {
        if (asked.compareTo(SHORTEST) < 0) {
            return SHORTEST;
        }
        return asked.compareTo(LONGEST) > 0 ? LONGEST : asked;
    }
}
