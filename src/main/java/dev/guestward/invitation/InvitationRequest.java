package dev.guestward.invitation;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A request as it comes from outside, unchecked.
 *
 * @param clinic key of the clinic; found by the mail domain when absent
 * @param sponsor user name, mail address or object id; the caller when absent
 * @param accessUntil a day ({@code 2027-03-31}, the end of it in the hospital's time zone) or a time in ISO-8601
 * @param language {@code en} or {@code de}; English when absent
 */
@JsonIgnoreProperties(ignoreUnknown = true)
public record InvitationRequest(
        @Nullable String email,
        @Nullable String displayName,
        @Nullable String clinic,
        @Nullable String sponsor,
        @Nullable List<@Nullable String> grants,
        @Nullable String accessUntil,
        @Nullable String purpose,
        @Nullable String message,
        @Nullable String language) {
    @Override
    public String toString() {
        return "InvitationRequest[…]";
    }
}
