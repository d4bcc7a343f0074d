package dev.guestward.directory;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A user as the directory shows it now.
 *
 * @param redemption whether the invitation was accepted; {@link Redemption#NONE} for somebody never invited
 * @param redemptionChangedAt when that last changed, in UTC
 * @param identityIssuer who vouches for the sign-in: {@code ExternalAzureAD}, {@code MicrosoftAccount}, {@code mail}
 *     (one-time passcode), {@code google.com} or a federation; null before redemption
 * @param synchronizedFromOnPremises mastered elsewhere: nothing we do here would last
 * @param sessionsValidFrom tokens issued before are refused once they come up for renewal; moves when sessions are revoked
 * @see <a href="https://learn.microsoft.com/graph/api/resources/user">user resource</a>
 */
public record DirectoryUser(
        ObjectId id,
        Kind kind,
        Redemption redemption,
        @Nullable Instant redemptionChangedAt,
        boolean enabled,
        @Nullable String displayName,
        @Nullable String principalName,
        @Nullable String mail,
        List<String> otherMails,
        @Nullable String identityIssuer,
        boolean synchronizedFromOnPremises,
        @Nullable Instant createdAt,
        @Nullable Instant sessionsValidFrom) {

    /** A missing or unknown {@code userType} is never taken for a guest. */
    public enum Kind {
        GUEST,
        MEMBER,
        UNKNOWN
    }

    public enum Redemption {
        PENDING,
        ACCEPTED,
        NONE
    }

    /** Whether the address is one of the account's mails. */
    public boolean hasMail(String address) {
        return address.equalsIgnoreCase(mail) || otherMails.stream().anyMatch(address::equalsIgnoreCase);
    }

    public boolean isGuest() {
        return kind == Kind.GUEST;
    }

    public boolean hasAccepted() {
        return redemption == Redemption.ACCEPTED;
    }
}
