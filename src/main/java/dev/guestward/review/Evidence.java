package dev.guestward.review;

import dev.guestward.guest.GuestId;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is known about a guest when somebody is asked.
 *
 * @param lastSignIn the last one that succeeded; null if unknown
 * @param signInUnknown why it is unknown; null if it is known
 * @param readAt when the directory's report was read; null if it never was
 * @param grants keys of what the guest holds
 * @param changed codes of what changed since the last attestation
 * @param attested whether somebody has said before that access is needed
 */
public record Evidence(
        GuestId guest,
        @Nullable Instant lastSignIn,
        @Nullable String signInUnknown,
        @Nullable Instant readAt,
        List<String> grants,
        List<String> changed,
        boolean attested) {
    public Evidence {
        grants = List.copyOf(grants);
        changed = List.copyOf(changed);
    }
}
