package dev.guestward.directory.gateway;

import dev.guestward.directory.DeletedUser;
import dev.guestward.directory.DirectoryReads;
import dev.guestward.directory.DirectoryUnavailable;
import dev.guestward.directory.Trouble;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * Knows whose account lies in the recycle bin: inviting such an address might make a second one. Accounts of our own guests
 * are asked for one by one; for all others the bin is listed, at most every five minutes, so that somebody whom others
 * deleted just now may be missed. Once the directory has asked to wait with the list, nobody asks for it before that time.
 */
@Component
class RecycleBin {
    private static final Duration KEPT = Duration.ofMinutes(5);

    private final DirectoryReads directory;
    private final InvitationSource source;
    private final Clock clock;
    private @Nullable Listing listing;
    private @Nullable Refusal refusal;

    RecycleBin(DirectoryReads directory, InvitationSource source, Clock clock) {
        this.directory = directory;
        this.source = source;
        this.clock = clock;
    }

    private record Listing(List<DeletedUser> users, Instant at) {}

    private record Refusal(DirectoryUnavailable why, Instant until) {}

    /** Whether an account with the guest's address lies there. */
    boolean holds(UUID guest) {
        String email = source.invitation(guest).email();
        return source.formerAccounts(guest).stream()
                        .anyMatch(account -> directory.deletedUser(account).isPresent())
                || listed().stream()
                        .filter(deleted -> deleted.hasMail(email))
                        .anyMatch(deleted -> directory.deletedUser(deleted.id()).isPresent());
    }

    private synchronized List<DeletedUser> listed() {
        Instant now = clock.instant();
        Listing known = listing;
        if (known == null || now.isAfter(known.at().plus(KEPT))) {
            known = new Listing(list(now), now);
            listing = known;
        }
        return known.users();
    }

    private List<DeletedUser> list(Instant now) {
        if (refusal != null && now.isBefore(refusal.until())) {
            DirectoryUnavailable why = refusal.why();
            throw new DirectoryUnavailable(
                    "The recycle bin is not asked again before its time",
                    why.trouble(),
                    Duration.between(now, refusal.until()));
        }
        try {
            return directory.deletedUsers();
        } catch (DirectoryUnavailable e) {
            // counted from its answer, as the directory counts it; a line that was down may be up again at once
            if (e.trouble() == Trouble.SERVICE) {
                refusal = new Refusal(e, clock.instant().plus(e.retryAfter()));
            }
            throw e;
        }
    }
}
