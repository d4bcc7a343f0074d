package dev.guestward.directory.changes;

import dev.guestward.directory.ChangesNamed;
import dev.guestward.directory.DeltaExpired;
import dev.guestward.directory.DirectoryReads;
import dev.guestward.directory.DirectoryUnavailable;
import dev.guestward.directory.GroupDeltaPage;
import dev.guestward.directory.ManagedGroups;
import dev.guestward.directory.ObjectId;
import dev.guestward.schedule.FleetJob;
import java.time.Clock;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Finds out who was put into a group that gives access, or taken out of it, which no notification about users tells. The
 * delta query only says which group to look at; its members are then read afresh, 999 with a call, so that a replayed or
 * missing entry does no harm.
 */
@Component
public class GroupDeltaRun implements FleetJob {
    private static final Logger log = LoggerFactory.getLogger(GroupDeltaRun.class);
    private static final int MOST_PAGES_PER_RUN = 2_000;

    private final DirectoryReads directory;
    private final ManagedGroups groups;
    private final GroupLookTable looks;
    private final DeltaCursor cursors;
    private final ApplicationEventPublisher events;
    private final TransactionTemplate transaction;
    private final ChangesSettings settings;
    private final Clock clock;

    GroupDeltaRun(
            DirectoryReads directory,
            ManagedGroups groups,
            GroupLookTable looks,
            DeltaCursor cursors,
            ApplicationEventPublisher events,
            PlatformTransactionManager transactions,
            ChangesSettings settings,
            Clock clock) {
        this.directory = directory;
        this.groups = groups;
        this.looks = looks;
        this.cursors = cursors;
        this.events = events;
        this.transaction = new TransactionTemplate(transactions);
        this.settings = settings;
        this.clock = clock;
    }

    @Override
    public String name() {
        return "directory-group-delta";
    }

    @Override
    public Duration every() {
        return settings.deltaEvery();
    }

    @Override
    public boolean atStart() {
        return true;
    }

    @Override
    public void run() {
        String cursor = cursors.next(DeltaCursor.GROUPS).orElse(null);
        Set<ObjectId> changed = new LinkedHashSet<>();
        for (int page = 0; page < MOST_PAGES_PER_RUN; page++) {
            GroupDeltaPage found;
            try {
                found = directory.changedGroups(cursor);
            } catch (DeltaExpired e) {
                if (!cursors.refused(DeltaCursor.GROUPS)) {
                    return;
                }
                cursor = null;
                continue;
            }
            if (found.next().equals(cursor) && !found.last()) {
                log.error("The directory answers with a page of groups that leads to itself; this round is given up");
                return;
            }
            found.entries().forEach(entry -> changed.add(entry.id()));
            cursor = found.next();
            if (found.last()) {
                look(changed, cursor);
                return;
            }
        }
        log.warn("More than {} pages of groups in one run; the round begins anew", MOST_PAGES_PER_RUN);
    }

    /** The cursor moves on only with what was seen: a run that is cut off begins its round again. */
    private void look(Set<ObjectId> changed, String cursor) {
        events.publishEvent(new ChangesNamed(changed));
        changed.retainAll(groups.groups());
        Map<ObjectId, Set<ObjectId>> members = new LinkedHashMap<>();
        Map<ObjectId, Duration> unread = new LinkedHashMap<>();
        for (ObjectId group : changed) {
            try {
                members.put(group, directory.members(group));
            } catch (DirectoryUnavailable e) {
                // one that is gone, or cannot be read for long, must not keep the others from being looked at
                log.warn("The members of group {} cannot be read now; it is looked at later", group);
                unread.put(group, e.retryAfter());
            }
        }
        transaction.executeWithoutResult(status -> {
            members.forEach((group, people) -> {
                if (groups.seen(group, people, clock.instant())) {
                    looks.again(group, ManagedGroups.STALE);
                }
            });
            unread.forEach(looks::again);
            cursors.store(DeltaCursor.GROUPS, cursor, true);
        });
    }
}
