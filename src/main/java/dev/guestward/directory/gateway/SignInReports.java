package dev.guestward.directory.gateway;

import dev.guestward.directory.DeltaExpired;
import dev.guestward.directory.DirectoryReads;
import dev.guestward.directory.DirectoryUnavailable;
import dev.guestward.directory.NoEvidence;
import dev.guestward.directory.SignInPage;
import dev.guestward.directory.Trouble;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * Sign-in activity for the whole fleet, 500 accounts a page. The directory allows ten pages a minute for all nodes
 * together, so nobody asks for one account alone.
 */
@Component
public class SignInReports {
    private static final Duration UNTIL_NEXT = Duration.ofSeconds(7);

    private final DirectoryReads directory;
    private final DirectoryQuota quota;

    SignInReports(DirectoryReads directory, DirectoryQuota quota) {
        this.directory = directory;
        this.quota = quota;
    }

    /**
     * One page.
     *
     * @param cursor what the page before returned, or null to begin
     * @throws DirectoryUnavailable also while this minute's pages are used up; nothing was asked for then
     * @throws NoEvidence if licence or permission is missing
     * @throws DeltaExpired if the cursor is too old, which it is after minutes
     */
    public SignInPage page(@Nullable String cursor) {
        if (!quota.tryTake(DirectoryQuota.Limit.SIGN_IN_PAGES)) {
            throw new DirectoryUnavailable("The pages of sign-in activity are used up", Trouble.SERVICE, UNTIL_NEXT);
        }
        return directory.guestSignIns(cursor);
    }
}
