package dev.guestward.directory.changes;

import dev.guestward.directory.AccountInspection;
import dev.guestward.directory.DirectoryReads;
import dev.guestward.directory.DirectoryUnavailable;
import dev.guestward.directory.DirectoryUser;
import dev.guestward.directory.ManagedAccounts;
import dev.guestward.directory.ManagedGroups;
import dev.guestward.directory.ObjectId;
import dev.guestward.directory.changes.CanaryTable.Try;
import dev.guestward.directory.effect.Effects;
import dev.guestward.directory.effect.Wish;
import dev.guestward.mode.Mode;
import dev.guestward.schedule.FleetJob;
import dev.guestward.schedule.FleetTrigger;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Proves the way of changes: sign-in of one guest whom nobody is behind is allowed and forbidden in turn, and {@link
 * Canary} waits for both to come back. Nothing announces that notifications do not arrive any more, so they are missed.
 * Allowing and forbidding needs no permission beyond those the product cannot do without, and the feed shows it already.
 */
@Component
public class CanaryRun implements FleetJob {
    public static final String NAME = "directory-canary";

    private static final Logger log = LoggerFactory.getLogger(CanaryRun.class);
    private static final Duration LOOK_EVERY = Duration.ofMinutes(1);

    private final CanarySettings settings;
    private final ChangesSettings changes;
    private final CanaryTable table;
    private final DirectoryReads directory;
    private final ManagedAccounts accounts;
    private final ManagedGroups groups;
    private final Effects effects;
    private final SubscriptionAddresses addresses;
    private final SubscriptionStore subscriptions;
    private final FleetTrigger trigger;
    private final EarlyDelta delta;
    private final Mode mode;
    private final TransactionTemplate transaction;
    private final Clock clock;

    CanaryRun(
            CanarySettings settings,
            ChangesSettings changes,
            CanaryTable table,
            DirectoryReads directory,
            ManagedAccounts accounts,
            ManagedGroups groups,
            Effects effects,
            SubscriptionAddresses addresses,
            SubscriptionStore subscriptions,
            FleetTrigger trigger,
            EarlyDelta delta,
            Mode mode,
            PlatformTransactionManager transactions,
            Clock clock) {
        this.settings = settings;
        this.changes = changes;
        this.table = table;
        this.directory = directory;
        this.accounts = accounts;
        this.groups = groups;
        this.effects = effects;
        this.addresses = addresses;
        this.subscriptions = subscriptions;
        this.trigger = trigger;
        this.delta = delta;
        this.mode = mode;
        this.transaction = new TransactionTemplate(transactions);
        this.clock = clock;
    }

    @Override
    public String name() {
        return NAME;
    }

    /** A look costs one query; a change is made only when it is time. */
    @Override
    public Duration every() {
        return LOOK_EVERY;
    }

    @Override
    public void run() {
        settings.account().ifPresent(account -> {
            List<Try> tries = table.last(account, 2);
            if (!tries.isEmpty()) {
                miss(tries);
            }
            if (!mode.reportsOnly() && isDue(tries)) {
                begin(account);
            }
        });
    }

    private boolean isDue(List<Try> tries) {
        return (tries.isEmpty() && isListening())
                || (!tries.isEmpty()
                        && !tries.get(0).isOpen()
                        && !tries.get(0).begunAt().plus(settings.every()).isAfter(clock.instant()));
    }

    /** At the very first start the subscription is made in the same moments; who would be told of a change before that? */
    private boolean isListening() {
        Instant since = clock.instant().minus(settings.notifiedWithin());
        return addresses.now().isEmpty()
                || subscriptions.of(Heard.USERS.resource()).stream()
                        .anyMatch(row ->
                                row.subscriptionId() != null || row.createdAt().isBefore(since));
    }

    private void begin(ObjectId account) {
        boolean enabled = false;
        String hindrance;
        try {
            // Graph is asked outside of the transaction
            Optional<AccountInspection> seen =
                    directory.inspect(List.of(account)).get(account);
            hindrance = hindrance(account, seen);
            enabled = seen.flatMap(AccountInspection::user)
                    .map(user -> !user.enabled())
                    .orElse(false);
        } catch (DirectoryUnavailable e) {
            hindrance = "unreadable";
        }
        begin(account, enabled, hindrance);
    }

    private void begin(ObjectId account, boolean enabled, @Nullable String hindrance) {
        transaction.executeWithoutResult(status -> table.begin(account, enabled, hindrance, settings.every())
                .ifPresent(number -> {
                    if (hindrance == null) {
                        effects.plan(Wish.touch(
                                CanaryTable.key(number), UUID.fromString(account.value()), account, enabled));
                    } else {
                        log.warn("The canary account is not changed: {}", hindrance);
                    }
                }));
    }

    /** Whoever names somebody real by mistake must do no harm. */
    private @Nullable String hindrance(ObjectId account, Optional<AccountInspection> seen) {
        Optional<DirectoryUser> user = seen.flatMap(AccountInspection::user);
        if (!accounts.managed(Set.of(account)).isEmpty()) {
            return "managed";
        }
        if (user.isEmpty()) {
            return "absent";
        }
        if (!user.get().isGuest() || user.get().redemption() != DirectoryUser.Redemption.PENDING) {
            return "somebody";
        }
        Set<ObjectId> ours = groups.groups();
        boolean hasAccess =
                seen.stream().flatMap(one -> one.memberships().stream()).anyMatch(held -> ours.contains(held.id()));
        return hasAccess ? "has-access" : null;
    }

    /** Says once that the newest change has not come back, and does what may help. */
    private void miss(List<Try> tries) {
        Try last = tries.get(0);
        Instant changed = last.changedAt();
        Instant now = clock.instant();
        if (changed == null) {
            return;
        }
        if (last.notifiedAt() == null
                && addresses.now().isPresent()
                && changed.plus(settings.notifiedWithin()).isBefore(now)
                && table.unnotified(last)) {
            log.warn(
                    "No notification of the canary's change {} within {}: notifications do not arrive, changes are"
                            + " found by the delta run",
                    last.number(),
                    settings.notifiedWithin());
            if (tries.size() > 1 && tries.get(1).unnotifiedAt() != null) {
                subscriptions.distrust(Heard.USERS.resource());
            }
            trigger.soon(SubscriptionKeeper.NAME);
            delta.ask("canary");
        }
        Duration patience = settings.foundWithin(changes);
        if (last.foundAt() == null && changed.plus(patience).isBefore(now) && table.unfound(last)) {
            log.error("The delta feed has not shown the canary's change {} within {}", last.number(), patience);
        }
    }
}
