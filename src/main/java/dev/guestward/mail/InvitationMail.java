package dev.guestward.mail;

import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What the invitation mail says.
 *
 * @param dedupKey the same wish never makes two mails
 * @param redeemUrl the secret link; leaves the house in this mail only
 * @param language {@code en} or {@code de}
 */
public record InvitationMail(
        String dedupKey,
        UUID guestId,
        String to,
        String guestName,
        String sponsorName,
        @Nullable String sponsorMail,
        @Nullable String message,
        String purpose,
        List<String> grants,
        Instant accessUntil,
        String redeemUrl,
        String language) {
    @Override
    public String toString() {
        return "InvitationMail[" + guestId + "]";
    }
}
