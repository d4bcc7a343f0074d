package dev.guestward.invitation;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A request as it comes from outside, unchecked.
 *
 * @param clinic key of the clinic; found by the mail domain when absent
 * @param sponsor user name, mail address or object id; the caller when absent
 * @param accessUntil a day ({@code 2027-03-31}, the end of it in the hospital's time zone) or a time in ISO-8601
 * @param language {@code en} or {@code de}; English when absent
 * @param continueAs what is to be done about somebody who was here before; see {@link ChoiceNeeded}
 * @param earlier id of the guest who is the same person; searched for when absent
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
        @Nullable String language,
        @JsonProperty("continue") @Nullable String continueAs,
        @Nullable String earlier) {

    /** For somebody of whom nothing is said to have been here before. */
    public InvitationRequest(
            @Nullable String email,
            @Nullable String displayName,
            @Nullable String clinic,
            @Nullable String sponsor,
            @Nullable List<@Nullable String> grants,
            @Nullable String accessUntil,
            @Nullable String purpose,
            @Nullable String message,
            @Nullable String language) {
        this(email, displayName, clinic, sponsor, grants, accessUntil, purpose, message, language, null, null);
    }

    /** The same request with what was chosen. */
    public InvitationRequest continuing(@Nullable String as, @Nullable String guest) {
        return new InvitationRequest(
                email, displayName, clinic, sponsor, grants, accessUntil, purpose, message, language, as, guest);
    }

    @Override
    public String toString() {
        return "InvitationRequest[…]";
    }
}
