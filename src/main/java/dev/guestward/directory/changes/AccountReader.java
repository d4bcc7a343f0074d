package dev.guestward.directory.changes;

import dev.guestward.directory.DirectoryReads;
import dev.guestward.directory.DirectoryUnavailable;
import dev.guestward.directory.DirectoryUser;
import dev.guestward.directory.ObjectId;
import dev.guestward.directory.ReadTogether;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.springframework.stereotype.Component;

/**
 * Reads accounts afresh, 20 with a call, and looks into the recycle bin for those that are not there. Outside of any
 * transaction.
 */
@Component
class AccountReader {
    private final DirectoryReads directory;

    AccountReader(DirectoryReads directory) {
        this.directory = directory;
    }

    /**
     * What was found.
     *
     * @param gone with whether they can be restored
     * @param absent not shown, which proves nothing
     * @param unread says nothing about them
     */
    record Found(
            List<DirectoryUser> present,
            Map<ObjectId, Boolean> gone,
            List<ObjectId> absent,
            Map<ObjectId, DirectoryUnavailable> unread) {}

    /**
     * @param removed those the directory has said are removed. Only they are taken for gone if they are not in the recycle
     *     bin either
     */
    Found read(Collection<ObjectId> accounts, Set<ObjectId> removed) {
        Found found = new Found(new ArrayList<>(), new LinkedHashMap<>(), new ArrayList<>(), new LinkedHashMap<>());
        if (accounts.isEmpty()) {
            return found;
        }
        ReadTogether<DirectoryUser> read = directory.users(accounts);
        for (ObjectId account : accounts) {
            try {
                Optional<DirectoryUser> user = read.get(account);
                if (user.isPresent()) {
                    found.present().add(user.get());
                } else if (directory.deletedUser(account).isPresent()) {
                    found.gone().put(account, true);
                } else if (removed.contains(account)) {
                    found.gone().put(account, false);
                } else {
                    found.absent().add(account);
                }
            } catch (DirectoryUnavailable e) {
                found.unread().put(account, e);
            }
        }
        return found;
    }
}
