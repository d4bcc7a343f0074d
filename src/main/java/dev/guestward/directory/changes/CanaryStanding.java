package dev.guestward.directory.changes;

import dev.guestward.directory.ObjectId;
import dev.guestward.directory.changes.CanaryTable.Try;
import dev.guestward.directory.effect.Effect;
import dev.guestward.mode.Mode;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** What the canary proves, the same on all nodes. */
@Component
public class CanaryStanding {
    private static final int ENOUGH = 10;
    private static final Duration WAITS = Duration.ofMinutes(10);

    private final CanarySettings settings;
    private final ChangesSettings changes;
    private final CanaryTable table;
    private final SubscriptionAddresses addresses;
    private final Mode mode;
    private final Clock clock;

    CanaryStanding(
            CanarySettings settings,
            ChangesSettings changes,
            CanaryTable table,
            SubscriptionAddresses addresses,
            Mode mode,
            Clock clock) {
        this.settings = settings;
        this.changes = changes;
        this.table = table;
        this.addresses = addresses;
        this.mode = mode;
        this.clock = clock;
    }

    /** What is known. */
    public enum Proof {
        /** No canary is named. */
        OFF,
        /** Nothing is tried while the product only reports. */
        REPORTING,
        /** Nothing is known yet. */
        UNDER_WAY,
        /** The account is not what a canary must be, so nothing was changed. */
        HINDERED,
        /** The change has not left the house for minutes. */
        WAITS,
        /** Nobody has tried for long. */
        STANDS,
        /** The directory, or our own rules, said no to the change. */
        REFUSED,
        /** Came back by each way that is open. */
        FINE,
        /** Came back in the delta feed only. */
        NOT_NOTIFIED,
        /** Came back by notification only. */
        NOT_FOUND,
        /** Did not come back at all. */
        LOST
    }

    /**
     * How it stands.
     *
     * @param why a code, where the account or the directory is the reason
     * @param triedAt when the last change was begun
     * @param notifications whether any are expected
     * @param notifiedAfter of the last change that came back this way
     * @param foundAfter of the last change that came back in the delta feed
     */
    public record Standing(
            Proof proof,
            @Nullable String why,
            @Nullable Instant triedAt,
            boolean notifications,
            @Nullable Duration notifiedAfter,
            @Nullable Duration foundAfter) {}

    public Standing now() {
        Optional<ObjectId> account = settings.account();
        boolean notifications = addresses.now().isPresent();
        List<Try> tries = account.map(one -> table.last(one, ENOUGH)).orElse(List.of());
        return new Standing(
                account.isEmpty() ? Proof.OFF : proof(tries, notifications),
                tries.isEmpty() ? null : why(tries.get(0)),
                tries.isEmpty() ? null : tries.get(0).begunAt(),
                notifications,
                latest(tries, Try::notifiedAt),
                latest(tries, Try::foundAt));
    }

    /** How long may pass until it is missed. */
    public Duration patience() {
        return settings.notifiedWithin();
    }

    private static @Nullable String why(Try last) {
        return last.state() == Effect.State.REFUSED ? last.answer() : last.hindrance();
    }

    private Proof proof(List<Try> tries, boolean notifications) {
        if (mode.reportsOnly()) {
            return Proof.REPORTING;
        }
        if (tries.isEmpty()) {
            return Proof.UNDER_WAY;
        }
        Try last = tries.get(0);
        Instant now = clock.instant();
        if (last.hindrance() != null) {
            return Proof.HINDERED;
        }
        if (last.state() == Effect.State.REFUSED) {
            return Proof.REFUSED;
        }
        if (last.isOpen() && last.begunAt().plus(WAITS).isBefore(now)) {
            return Proof.WAITS;
        }
        if (last.begunAt().plus(settings.every()).plus(WAITS).isBefore(now)) {
            return Proof.STANDS;
        }
        Optional<Boolean> found = judged(tries, Try::foundAt, settings.foundWithin(changes));
        Optional<Boolean> notified = notifications ? judged(tries, Try::notifiedAt, settings.notifiedWithin()) : found;
        boolean late = notified.filter(came -> !came).isPresent();
        boolean lost = found.filter(came -> !came).isPresent();
        if (late) {
            return lost ? Proof.LOST : Proof.NOT_NOTIFIED;
        }
        if (lost) {
            return Proof.NOT_FOUND;
        }
        return notified.isPresent() && found.isPresent() ? Proof.FINE : Proof.UNDER_WAY;
    }

    /** Whether the newest change about which that can be told came in time. */
    private Optional<Boolean> judged(List<Try> tries, Function<Try, @Nullable Instant> came, Duration within) {
        for (Try one : tries) {
            Instant changed = one.changedAt();
            if (changed != null) {
                Instant end = changed.plus(within);
                Instant at = came.apply(one);
                if (at != null && !at.isAfter(end)) {
                    return Optional.of(true);
                }
                if (end.isBefore(clock.instant())) {
                    return Optional.of(false);
                }
            }
        }
        return Optional.empty();
    }

    private static @Nullable Duration latest(List<Try> tries, Function<Try, @Nullable Instant> came) {
        return tries.stream()
                .filter(one -> one.sentAt() != null && came.apply(one) != null)
                .findFirst()
                .map(one ->
                        Duration.between(Objects.requireNonNull(one.sentAt()), Objects.requireNonNull(came.apply(one))))
                // sent once more since: the answer to the first time had got lost
                .map(after -> after.isNegative() ? Duration.ZERO : after)
                .orElse(null);
    }
}
