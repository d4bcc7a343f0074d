package dev.guestward.directory.changes;

import dev.guestward.directory.DirectoryReads;
import dev.guestward.directory.DirectoryUnavailable;
import dev.guestward.directory.ManagedGroups;
import dev.guestward.directory.ObjectId;
import dev.guestward.directory.changes.GroupLookTable.Claimed;
import dev.guestward.schedule.PollingLoop;
import dev.guestward.schedule.RunningLoops;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Reads the members of groups that notifications name. The group delta run does the same minutes later, so what a replica
 * does not show yet is not lost.
 */
@Component
class GroupLooks extends RunningLoops {
    private static final Logger log = LoggerFactory.getLogger(GroupLooks.class);
    private static final Duration EVERY = Duration.ofSeconds(1);

    private final Body body;

    @Autowired
    GroupLooks(
            GroupLookTable table,
            DirectoryReads directory,
            ManagedGroups groups,
            PlatformTransactionManager transactions,
            Clock clock) {
        this(new Body(table, directory, groups, new TransactionTemplate(transactions), clock));
    }

    private GroupLooks(Body body) {
        super(new PollingLoop("group-looks", EVERY, body::runOnce));
        this.body = body;
    }

    int runOnce() {
        return body.runOnce();
    }

    private record Body(
            GroupLookTable table,
            DirectoryReads directory,
            ManagedGroups groups,
            TransactionTemplate transaction,
            Clock clock) {
        int runOnce() {
            List<Claimed> due = table.claim();
            due.forEach(this::look);
            return due.size();
        }

        private void look(Claimed claimed) {
            if (!groups.groups().contains(claimed.group())) {
                table.done(claimed); // that it was named was enough
                return;
            }
            Set<ObjectId> members;
            try {
                members = directory.members(claimed.group());
            } catch (DirectoryUnavailable e) {
                log.info("The members of group {} cannot be read now; again in {}", claimed.group(), e.retryAfter());
                table.later(claimed, e.retryAfter());
                return;
            }
            transaction.executeWithoutResult(status -> {
                boolean unsure = groups.seen(claimed.group(), members, clock.instant());
                table.done(claimed);
                if (unsure) {
                    table.again(claimed.group(), ManagedGroups.STALE);
                }
            });
        }
    }
}
