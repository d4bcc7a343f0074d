package dev.guestward.feed;

import dev.guestward.directory.changes.CanaryStanding;
import dev.guestward.directory.changes.Disappearances.Alarm;
import dev.guestward.directory.changes.IntakeStanding;
import dev.guestward.directory.changes.IntakeStanding.SubscriptionStanding;
import dev.guestward.directory.effect.EffectQueue;
import dev.guestward.directory.effect.EffectQueue.Backlog;
import dev.guestward.people.Viewer;
import dev.guestward.readiness.Finding;
import dev.guestward.readiness.Result;
import dev.guestward.readiness.Words;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** How changes come in from the directory and acts go out to it, over all nodes; what is wrong says what to do. */
@Component
public class DirectoryStatus {
    private static final Duration DELTA_LATE = Duration.ofMinutes(12);
    private static final Duration DELTA_STANDS = Duration.ofHours(1);
    private static final Duration UNSEEN = Duration.ofMinutes(30);
    private static final Duration ENDS_SOON = Duration.ofHours(12);
    private static final Duration ACT_LATE = Duration.ofMinutes(30);
    private static final long MUCH = 5_000;

    private final IntakeStanding intake;
    private final EffectQueue acts;
    private final CanaryStanding canary;
    private final Clock clock;

    DirectoryStatus(IntakeStanding intake, EffectQueue acts, CanaryStanding canary, Clock clock) {
        this.intake = intake;
        this.acts = acts;
        this.canary = canary;
        this.clock = clock;
    }

    /**
     * How things are now.
     *
     * @param lastNotification null if none was ever worked on
     * @param deltaCompletedAt null if no round was ever complete
     * @param backlog notifications nobody has worked on; null if the broker does not answer
     * @param postponed accounts that are looked at later
     * @param disappearance null unless suspiciously many accounts seem gone
     * @param canary whether changes are proven to arrive
     * @param acts kinds of acts on the tenant that are open
     * @param signals the same as findings, the worst first
     */
    public record Status(
            Result overall,
            Instant at,
            List<SubscriptionStanding> subscriptions,
            @Nullable Instant lastNotification,
            @Nullable Instant deltaCompletedAt,
            @Nullable Long backlog,
            long postponed,
            long deadLetters,
            @Nullable Alarm disappearance,
            CanaryStanding.Standing canary,
            List<Backlog> acts,
            List<Finding> signals) {
        public Status {
            subscriptions = List.copyOf(subscriptions);
            acts = List.copyOf(acts);
            signals = List.copyOf(signals);
        }
    }

    /** For administrators. */
    public Status now(Viewer viewer) {
        SetAside.requireAdministrator(viewer);
        Instant now = clock.instant();
        List<SubscriptionStanding> subscriptions = intake.subscriptions();
        Optional<Instant> delta = intake.deltaCompletedAt();
        OptionalLong backlog = intake.backlog();
        long postponed = intake.postponed();
        long letters = intake.deadLetters();
        Optional<Alarm> alarm = intake.disappearance();
        List<Backlog> open = acts.backlog();
        CanaryStanding.Standing proven = canary.now();
        List<Finding> signals = new ArrayList<>();
        List<Finding> refused = refused(subscriptions);
        signals.addAll(refused);
        if (subscriptions.isEmpty() || refused.size() < subscriptions.size()) {
            signals.add(subscribed(subscriptions, now));
        }
        signals.add(looked(delta, now));
        signals.add(waiting(backlog));
        signals.add(letters == 0 ? ok("letters") : off("letters", Result.WARNING, letters));
        signals.add(postponed < MUCH ? ok("postponed", postponed) : off("postponed", Result.WARNING, postponed));
        signals.add(alarm.map(one -> off("disappearance", Result.BLOCKED, one.accounts(), one.managed()))
                .orElseGet(() -> ok("disappearance")));
        signals.add(CanarySignal.of(canary, proven, now));
        signals.add(sent(open));
        signals.sort(Comparator.comparing(Finding::result).reversed());
        return new Status(
                signals.get(0).result(),
                now,
                subscriptions,
                intake.lastNotification().orElse(null),
                delta.orElse(null),
                backlog.isPresent() ? backlog.getAsLong() : null,
                postponed,
                letters,
                alarm.orElse(null),
                proven,
                open,
                signals);
    }

    private static List<Finding> refused(List<SubscriptionStanding> subscriptions) {
        List<Finding> refused = new ArrayList<>();
        for (SubscriptionStanding one : subscriptions) {
            String code = one.refused();
            if (code != null) {
                refused.add(off("subscriptions.refused." + one.resource(), Result.WARNING, code));
            }
        }
        return refused;
    }

    private static Finding subscribed(List<SubscriptionStanding> all, Instant now) {
        List<SubscriptionStanding> subscriptions =
                all.stream().filter(one -> one.refused() == null).toList();
        if (subscriptions.isEmpty()) {
            return off("subscriptions.none", Result.WARNING);
        }
        boolean ending = subscriptions.stream()
                .anyMatch(one -> one.expiresAt() == null || one.expiresAt().isBefore(now.plus(ENDS_SOON)));
        boolean unseen = subscriptions.stream()
                .anyMatch(one -> one.checkedAt() == null || one.checkedAt().isBefore(now.minus(UNSEEN)));
        if (ending) {
            return off("subscriptions.ending", Result.WARNING);
        }
        return unseen ? off("subscriptions.unseen", Result.WARNING) : ok("subscriptions", subscriptions.size());
    }

    private static Finding looked(Optional<Instant> delta, Instant now) {
        if (delta.isEmpty()) {
            return off("delta.never", Result.WARNING);
        }
        Duration age = Duration.between(delta.get(), now);
        long minutes = age.toMinutes();
        if (age.compareTo(DELTA_STANDS) > 0) {
            return off("delta.late", Result.BLOCKED, minutes);
        }
        return age.compareTo(DELTA_LATE) > 0 ? off("delta.late", Result.WARNING, minutes) : ok("delta", minutes);
    }

    private static Finding waiting(OptionalLong backlog) {
        if (backlog.isEmpty()) {
            return off("backlog.unknown", Result.BLOCKED);
        }
        long waiting = backlog.getAsLong();
        return waiting < MUCH ? ok("backlog", waiting) : off("backlog", Result.WARNING, waiting);
    }

    private static Finding sent(List<Backlog> open) {
        long acts = open.stream().mapToLong(Backlog::open).sum();
        Duration oldest =
                open.stream().map(Backlog::oldest).max(Duration::compareTo).orElse(Duration.ZERO);
        return oldest.compareTo(ACT_LATE) > 0
                ? off("acts", Result.WARNING, acts, oldest.toMinutes())
                : ok("acts", acts);
    }

    private static Finding ok(String code, Object... values) {
        return new Finding(code, "", Result.OK, Words.of("status." + code + ".ok", values), null, null);
    }

    private static Finding off(String code, Result result, Object... values) {
        String key = "status." + code;
        return new Finding(code, "", result, Words.of(key, values), Words.of(key + ".do"), null);
    }
}
