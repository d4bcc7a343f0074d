package dev.guestward.expiry;

import dev.guestward.audit.Actor;
import dev.guestward.directory.DirectoryReads;
import dev.guestward.directory.DirectoryUnavailable;
import dev.guestward.directory.ObjectId;
import dev.guestward.guest.Guest;
import dev.guestward.guest.GuestState;
import dev.guestward.guest.LeavingGuests;
import dev.guestward.schedule.FleetJob;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Notes which deleted accounts the directory has let go for good: those that are neither among the users nor in the recycle
 * bin, each asked for by its id. What cannot be read stays what it is until tomorrow.
 */
@Component
class PurgedAccounts implements FleetJob {
    private static final Logger log = LoggerFactory.getLogger(PurgedAccounts.class);
    private static final Actor ACTOR = Actor.schedule("purged-accounts");
    private static final int PAGE = 200;

    /** So long the directory keeps deleted accounts. */
    private static final Duration KEPT = Duration.ofDays(30);

    private final LeavingGuests leaving;
    private final DirectoryReads directory;
    private final TransactionTemplate transaction;
    private final Clock clock;

    PurgedAccounts(
            LeavingGuests leaving, DirectoryReads directory, PlatformTransactionManager transactions, Clock clock) {
        this.leaving = leaving;
        this.directory = directory;
        this.transaction = new TransactionTemplate(transactions);
        this.clock = clock;
    }

    @Override
    public String name() {
        return "purged-accounts";
    }

    @Override
    public Duration every() {
        return Duration.ofDays(1);
    }

    @Override
    public void run() {
        Instant before = clock.instant().minus(KEPT);
        int purged = 0;
        List<Guest> page = leaving.deletedBefore(before, null, PAGE);
        try {
            while (!page.isEmpty()) {
                List<Guest> gone = page.stream().filter(this::isGone).toList();
                gone.forEach(this::purged);
                purged += gone.size();
                page = leaving.deletedBefore(before, page.get(page.size() - 1), PAGE);
            }
        } catch (DirectoryUnavailable e) {
            log.info("Deleted accounts cannot be looked for now: {}", e.getMessage());
        }
        if (purged > 0) {
            log.info("{} deleted accounts are gone for good", purged);
        }
    }

    private boolean isGone(Guest guest) {
        ObjectId account = guest.account().orElseThrow();
        return directory.deletedUser(account).isEmpty()
                && directory.user(account).isEmpty();
    }

    private void purged(Guest guest) {
        transaction.executeWithoutResult(status -> {
            if (leaving.locked(guest.id()).state() == GuestState.DELETED) {
                leaving.purged(guest.id(), ACTOR);
            }
        });
    }
}
