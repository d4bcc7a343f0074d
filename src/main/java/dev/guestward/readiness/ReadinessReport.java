package dev.guestward.readiness;

import dev.guestward.directory.Trouble;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * How ready the tenant is.
 *
 * @param checkedAt when the checks ended whose findings these are; null before the first time
 * @param checking whether newer findings are on their way
 * @param outages what is keeping acts waiting at this moment, oldest first
 * @param backlog acts that are open at this moment
 */
public record ReadinessReport(
        @Nullable Instant checkedAt,
        boolean checking,
        Result overall,
        boolean reportsOnly,
        List<Finding> findings,
        List<OpenOutage> outages,
        List<Open> backlog) {

    /** The same, without what concerns other clinics only. */
    ReadinessReport about(String clinic) {
        List<Finding> concerning =
                findings.stream().filter(finding -> finding.concerns(clinic)).toList();
        return new ReadinessReport(
                checkedAt,
                checking,
                overall(concerning, Finding::result, outages),
                reportsOnly,
                concerning,
                outages,
                backlog);
    }

    static Result overall(List<Finding> findings, Function<Finding, Result> weight, List<OpenOutage> outages) {
        return Result.worst(
                Stream.concat(findings.stream().map(weight), outages.stream().map(outage -> Result.BLOCKED))
                        .toList());
    }

    /**
     * Acts that wait.
     *
     * @param subject a kind of act, a role of ours, or {@code *} for everything
     * @param hits how many acts and tries have met it
     * @param text what waits, and why
     * @param then when it goes on
     */
    public record OpenOutage(
            Trouble trouble,
            String subject,
            String code,
            Instant since,
            Instant nextTryAt,
            long hits,
            Words text,
            Words then) {}

    /** Acts of one kind that are not settled, and how long the oldest has been due. */
    public record Open(String kind, long open, Duration oldest) {}
}
