package dev.guestward.directory.changes;

import dev.guestward.directory.DirectoryUnavailable;
import dev.guestward.directory.DirectoryUser;
import dev.guestward.directory.GuestDirectory;
import dev.guestward.directory.ManagedAccounts;
import dev.guestward.directory.ObjectId;
import dev.guestward.directory.Trouble;
import java.time.Clock;
import java.time.Duration;
import java.util.Collection;
import java.util.Optional;
import org.springframework.stereotype.Component;

/** Reads managed accounts and reports what it sees. Everybody else in the feed is staff and left to the delta run. */
@Component
class ChangeIntake {
    private static final int READS = 5;
    /** Longer pauses are left to the callers, who begin anew after them. */
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(5);

    private final GuestDirectory directory;
    private final ManagedAccounts accounts;
    private final Clock clock;

    ChangeIntake(GuestDirectory directory, ManagedAccounts accounts, Clock clock) {
        this.directory = directory;
        this.accounts = accounts;
        this.clock = clock;
    }

    /** @throws dev.guestward.directory.DirectoryUnavailable if an account could not be read; the rest may be done */
    void lookAt(Collection<ObjectId> ids) {
        for (ObjectId id : accounts.managed(ids)) {
            patiently(id)
                    .ifPresentOrElse(
                            user -> accounts.seen(user, clock.instant()), () -> accounts.notFound(id, clock.instant()));
        }
    }

    /**
     * Waits as long as the directory asks for and reads again. A caller who began anew for one throttled read would never get
     * to the end of a long list.
     */
    private Optional<DirectoryUser> patiently(ObjectId id) {
        for (int reads = 1; ; reads++) {
            try {
                return directory.user(id);
            } catch (DirectoryUnavailable e) {
                boolean passes =
                        e.trouble() == Trouble.SERVICE && e.retryAfter().compareTo(LONGEST_WAIT) <= 0;
                if (!passes || reads == READS || isInterruptedWithin(e.retryAfter())) {
                    throw e;
                }
            }
        }
    }

    private static boolean isInterruptedWithin(Duration pause) {
        try {
            Thread.sleep(pause.toMillis());
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return true;
        }
    }
}
