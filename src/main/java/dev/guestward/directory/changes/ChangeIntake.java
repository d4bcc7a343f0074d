package dev.guestward.directory.changes;

import dev.guestward.directory.DirectoryReads;
import dev.guestward.directory.DirectoryUnavailable;
import dev.guestward.directory.DirectoryUser;
import dev.guestward.directory.ManagedAccounts;
import dev.guestward.directory.ObjectId;
import dev.guestward.directory.ReadTogether;
import java.time.Clock;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import org.springframework.stereotype.Component;

/** Reads managed accounts and reports what it sees. Everybody else in the feed is staff and left to the delta run. */
@Component
class ChangeIntake {
    private final DirectoryReads directory;
    private final ManagedAccounts accounts;
    private final Clock clock;

    ChangeIntake(DirectoryReads directory, ManagedAccounts accounts, Clock clock) {
        this.directory = directory;
        this.accounts = accounts;
        this.clock = clock;
    }

    /** @return those that could not be read, each with why */
    Map<ObjectId, DirectoryUnavailable> lookAt(Collection<ObjectId> ids) {
        Collection<ObjectId> managed = accounts.managed(ids);
        ReadTogether<DirectoryUser> read = directory.users(managed);
        Map<ObjectId, DirectoryUnavailable> unread = new LinkedHashMap<>();
        for (ObjectId id : managed) {
            try {
                read.get(id)
                        .ifPresentOrElse(
                                user -> accounts.seen(user, clock.instant()),
                                () -> accounts.notFound(id, clock.instant()));
            } catch (DirectoryUnavailable e) {
                unread.put(id, e);
            }
        }
        return unread;
    }
}
