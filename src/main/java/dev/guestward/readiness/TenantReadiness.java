package dev.guestward.readiness;

import dev.guestward.clinic.Clinic;
import dev.guestward.clinic.Clinics;
import dev.guestward.directory.DirectoryAccess.Role;
import dev.guestward.directory.effect.EffectQueue;
import dev.guestward.directory.gateway.InvitationRefused;
import dev.guestward.directory.gateway.Outages;
import dev.guestward.mode.Mode;
import dev.guestward.problem.NotFound;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;

/**
 * Runs the checks and keeps what they found for a while. Nobody waits long for them: behind a closed proxy they take
 * their time, and meanwhile there is what was found before.
 */
@Component
public class TenantReadiness implements DisposableBean {
    static final Duration KEPT = Duration.ofMinutes(5);

    private static final Logger log = LoggerFactory.getLogger(TenantReadiness.class);
    private static final Duration PATIENCE = Duration.ofSeconds(3);
    private static final Duration LONGEST = Duration.ofSeconds(60);

    private final List<ReadinessCheck> checks;
    private final Outages outages;
    private final EffectQueue effects;
    private final Mode mode;
    private final Clinics clinics;
    private final Clock clock;
    private final ExecutorService threads = Executors.newCachedThreadPool(TenantReadiness::thread);
    private @Nullable Seen last;
    private @Nullable CompletableFuture<Seen> running;
    private @Nullable Instant refusedAt;

    TenantReadiness(
            List<ReadinessCheck> checks,
            Outages outages,
            EffectQueue effects,
            Mode mode,
            Clinics clinics,
            Clock clock) {
        this.checks = checks;
        this.outages = outages;
        this.effects = effects;
        this.mode = mode;
        this.clinics = clinics;
        this.clock = clock;
    }

    /**
     * What one run of all checks found.
     *
     * @param clinics keys of the clinics there were
     */
    record Seen(Instant at, List<Finding> findings, Set<String> clinics) {}

    /**
     * How ready the tenant is; returns within a few seconds, whatever the directory does.
     *
     * @param fresh whether to look again even though the last look is not old
     */
    public ReadinessReport report(boolean fresh) {
        if (fresh) {
            await(lookAnew());
        } else if (isOld()) {
            await(look());
        }
        return report();
    }

    /**
     * As {@link #report(boolean)}, without what concerns other clinics only.
     *
     * @param clinic its key
     * @throws NotFound if there is no such clinic
     */
    public ReadinessReport report(boolean fresh, String clinic) {
        String key = clinics.byKey(clinic)
                .orElseThrow(() -> new NotFound("There is no clinic with this key."))
                .key();
        return report(fresh || !isSeen(key)).about(key);
    }

    /** The tenant has refused an invitation, so its rules may have changed: looks again, at most once a minute. */
    @EventListener
    void refused(InvitationRefused event) {
        doubtRules();
    }

    /** Looks again, at most once a minute; returns at once. */
    void doubtRules() {
        if (isFirstInAWhile()) {
            log.info("An invitation was refused; the tenant's rules are looked at again");
            lookAnew();
        }
    }

    private synchronized boolean isFirstInAWhile() {
        Instant now = clock.instant();
        if (refusedAt != null && now.isBefore(refusedAt.plus(KeptReadings.AT_MOST_EVERY))) {
            return false;
        }
        refusedAt = now;
        return true;
    }

    private CompletableFuture<Seen> lookAnew() {
        checks.forEach(ReadinessCheck::forget);
        return look();
    }

    /** How many checks ended like this when they were last made. */
    synchronized long count(Result result) {
        return last == null
                ? 0
                : last.findings().stream()
                        .filter(finding -> finding.weight() == result)
                        .count();
    }

    private synchronized boolean isOld() {
        return last == null || last.at().plus(KEPT).isBefore(clock.instant());
    }

    private synchronized boolean isSeen(String clinic) {
        return last == null || last.clinics().contains(clinic);
    }

    /** Looks; joins a look that is under way. */
    synchronized CompletableFuture<Seen> look() {
        CompletableFuture<Seen> run = running;
        if (run == null || run.isDone()) {
            run = CompletableFuture.supplyAsync(this::run, threads).thenApply(this::keep);
            running = run;
        }
        return run;
    }

    private static void await(CompletableFuture<Seen> run) {
        try {
            run.get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException slow) {
            log.debug("The checks of the tenant take longer");
        } catch (ExecutionException e) {
            log.warn("The checks of the tenant failed", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private synchronized ReadinessReport report() {
        List<ReadinessReport.OpenOutage> open =
                outages.open().stream().map(TenantReadiness::outage).toList();
        List<Finding> findings = last == null ? List.of() : last.findings();
        return new ReadinessReport(
                last == null ? null : last.at(),
                running != null && !running.isDone(),
                ReadinessReport.overall(findings, Finding::weight, open),
                mode.reportsOnly(),
                findings,
                open,
                effects.backlog().stream()
                        .map(backlog ->
                                new ReadinessReport.Open(backlog.kind().name(), backlog.open(), backlog.oldest()))
                        .toList());
    }

    private synchronized Seen keep(Seen seen) {
        last = seen;
        return seen;
    }

    private Seen run() {
        List<Callable<List<Finding>>> calls = checks.stream()
                .<Callable<List<Finding>>>map(check -> check::look)
                .toList();
        Set<String> known = clinics.all().stream().map(Clinic::key).collect(Collectors.toSet());
        List<Finding> findings = new ArrayList<>();
        try {
            List<Future<List<Finding>>> ended = threads.invokeAll(calls, LONGEST.toMillis(), TimeUnit.MILLISECONDS);
            for (int n = 0; n < ended.size(); n++) {
                findings.addAll(found(checks.get(n), ended.get(n)));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CancellationException("The application ends");
        }
        return new Seen(clock.instant(), List.copyOf(findings), known);
    }

    private static List<Finding> found(ReadinessCheck check, Future<List<Finding>> ended) throws InterruptedException {
        try {
            return ended.get();
        } catch (ExecutionException e) {
            log.warn("The check {} of the tenant failed", check.code(), e);
        } catch (CancellationException late) {
            log.warn("The check {} of the tenant took too long", check.code());
        }
        return List.of(new Finding(
                check.code(), "", Result.UNKNOWN, Words.of("readiness.failed"), Words.of("readiness.failed.do")));
    }

    private static ReadinessReport.OpenOutage outage(Outages.Outage outage) {
        String key = "outage." + outage.trouble();
        return new ReadinessReport.OpenOutage(
                outage.trouble(),
                outage.subject(),
                outage.code(),
                outage.since(),
                outage.nextProbeAt(),
                outage.hits(),
                Words.of(key, subject(outage.subject())),
                Words.of(key + ".then"));
    }

    private static Words subject(String subject) {
        if (subject.equals(Role.READER.name())) {
            return Words.of("outage.looks");
        }
        if (Arrays.stream(Role.values()).anyMatch(role -> role.name().equals(subject))) {
            return Words.of("access." + subject);
        }
        return subject.equals("*") ? Words.of("access.ALL") : Words.of("kind." + subject);
    }

    private static Thread thread(Runnable body) {
        Thread thread = new Thread(body, "readiness");
        thread.setDaemon(true);
        return thread;
    }

    @Override
    public void destroy() {
        threads.shutdownNow();
    }
}
