package dev.guestward.directory;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A user in the recycle bin: restorable for 30 days from {@code deletedAt}, then gone for good.
 *
 * @param mails the account's addresses, in a listing of the bin; empty where the directory does not show them
 */
public record DeletedUser(ObjectId id, @Nullable Instant deletedAt, List<String> mails) {
    public DeletedUser {
        mails = List.copyOf(mails);
    }

    public boolean hasMail(String address) {
        return mails.stream().anyMatch(address::equalsIgnoreCase);
    }
}
