package dev.guestward.readiness.web;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How ready the tenant is.
 *
 * @param checkedAt when the checks were made; missing while the first ones are under way
 * @param checking whether newer results are on their way
 */
record ReadinessView(
        @Nullable Instant checkedAt,
        String overall,
        boolean checking,
        String mode,
        List<Check> checks,
        List<Outage> outages,
        List<Open> backlog) {

    /**
     * One check; code and subject are stable, the texts follow the caller's language.
     *
     * @param clinic key of the only clinic it concerns; missing if it concerns all
     */
    record Check(
            String code,
            String subject,
            String result,
            String text,
            @Nullable String whatToDo,
            @Nullable String clinic,
            @Nullable Instant checkedAt) {}

    /** Acts that wait. */
    record Outage(
            String trouble,
            String subject,
            String code,
            Instant since,
            Instant nextTryAt,
            long hits,
            String text,
            String whatThen) {}

    /** Open acts of one kind. */
    record Open(String kind, long open, long oldestSeconds) {}
}
