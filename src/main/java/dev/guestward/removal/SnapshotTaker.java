package dev.guestward.removal;

import dev.guestward.directory.AccountInspection;
import dev.guestward.directory.AppRoleAssignment;
import dev.guestward.directory.DirectoryReads;
import dev.guestward.directory.DirectoryUnavailable;
import dev.guestward.directory.Membership;
import dev.guestward.directory.ObjectId;
import dev.guestward.directory.ReadTogether;
import dev.guestward.directory.Sponsor;
import dev.guestward.directory.gateway.EffectSettled;
import dev.guestward.guest.Guest;
import dev.guestward.guest.Guests;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Writes down what blocked guests hold, several with a call, before anything of it is taken. A block changes none of it, so
 * nobody keeps access for the time this needs.
 */
@Component
public class SnapshotTaker {
    private static final Logger log = LoggerFactory.getLogger(SnapshotTaker.class);
    private static final int TOGETHER = DirectoryReads.MOST_IN_ONE_CALL / 2;
    private static final Duration LEASE = Duration.ofMinutes(2);
    private static final Duration PAUSE = Duration.ofMinutes(1);

    private final JdbcClient db;
    private final DirectoryReads directory;
    private final Guests guests;
    private final Snapshots snapshots;
    private final ApplicationEventPublisher events;
    private final TransactionTemplate transaction;
    private final Clock clock;

    SnapshotTaker(
            JdbcClient db,
            DirectoryReads directory,
            Guests guests,
            Snapshots snapshots,
            ApplicationEventPublisher events,
            PlatformTransactionManager transactions,
            Clock clock) {
        this.db = db;
        this.directory = directory;
        this.guests = guests;
        this.snapshots = snapshots;
        this.events = events;
        this.transaction = new TransactionTemplate(transactions);
        this.clock = clock;
    }

    /** What an account holds. */
    private record Holdings(List<Membership> memberships, List<AppRoleAssignment> roles, List<Sponsor> sponsors) {}

    /**
     * One round.
     *
     * @return how many were looked at
     */
    public int runOnce() {
        List<Removal> due = lease();
        ReadTogether<AccountInspection> inspected = directory.inspect(
                due.stream().map(this::account).flatMap(Optional::stream).toList());
        for (Removal removal : due) {
            account(removal).ifPresent(account -> take(removal, account, inspected));
        }
        return due.size();
    }

    /** The task that waits for a snapshot; woken when it is taken. */
    public void awaitedBy(Removal removal, String taskId) {
        db.sql("update removal set snapshot_task = ? where id = ?")
                .params(taskId, removal.id())
                .update();
    }

    private Optional<ObjectId> account(Removal removal) {
        return guests.find(removal.guest()).flatMap(Guest::account);
    }

    private List<Removal> lease() {
        Instant now = clock.instant();
        return db.sql("""
                        update removal set snapshot_due_at = :leased where id in (
                            select id from removal where snapshot_at is null and blocked_at is not null
                                and ended_at is null and snapshot_due_at <= :now
                            order by snapshot_due_at limit :most for update skip locked)
                        returning *""")
                .param("leased", Timestamp.from(now.plus(LEASE)))
                .param("now", Timestamp.from(now))
                .param("most", TOGETHER)
                .query(RemovalRows::removal)
                .list();
    }

    private void take(Removal removal, ObjectId account, ReadTogether<AccountInspection> inspected) {
        try {
            Optional<AccountInspection> seen = inspected.get(account);
            if (seen.flatMap(AccountInspection::user).isEmpty()) {
                // an account that is not shown holds nothing that could be read; absence is not proof, so look again
                later(removal);
                return;
            }
            record(
                    removal,
                    new Holdings(seen.get().memberships(), directory.appRoles(account), directory.sponsors(account)));
        } catch (DirectoryUnavailable e) {
            log.info("What guest {} holds cannot be read now", removal.guest());
            later(removal);
        }
    }

    private void later(Removal removal) {
        db.sql("update removal set snapshot_due_at = ? where id = ?")
                .params(Timestamp.from(clock.instant().plus(PAUSE)), removal.id())
                .update();
    }

    private void record(Removal removal, Holdings held) {
        transaction.executeWithoutResult(status -> {
            UUID id = removal.id();
            held.memberships()
                    .forEach(one -> snapshots.keep(
                            id,
                            one.kind() == Membership.Kind.GROUP ? Snapshots.Kind.GROUP : Snapshots.Kind.OTHER,
                            one.id().value(),
                            one.name()));
            held.roles()
                    .forEach(one -> snapshots.keep(
                            id,
                            Snapshots.Kind.APP_ROLE,
                            one.role().application().value() + "/"
                                    + one.role().role().value(),
                            null));
            held.sponsors()
                    .forEach(one ->
                            snapshots.keep(id, Snapshots.Kind.SPONSOR, one.id().value(), null));
            db.sql("update removal set snapshot_at = ? where id = ? and snapshot_at is null")
                    .params(Timestamp.from(clock.instant()), id)
                    .update();
        });
        String task = task(removal);
        if (task != null) {
            events.publishEvent(new EffectSettled(removal.id(), task));
        }
    }

    private @Nullable String task(Removal removal) {
        return db.sql("select coalesce(snapshot_task, '') from removal where id = ?")
                .param(removal.id())
                .query(String.class)
                .optional()
                .filter(task -> !task.isEmpty())
                .orElse(null);
    }
}
