package dev.guestward.directory.changes;

import dev.guestward.directory.GuestDirectory;
import dev.guestward.directory.ManagedAccounts;
import dev.guestward.directory.ObjectId;
import java.time.Clock;
import java.util.Collection;
import org.springframework.stereotype.Component;

/** Reads managed accounts and reports what it sees. Everybody else in the feed is staff and left to the delta run. */
@Component
class ChangeIntake {
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
            directory
                    .user(id)
                    .ifPresentOrElse(
                            user -> accounts.seen(user, clock.instant()), () -> accounts.notFound(id, clock.instant()));
        }
    }
}
