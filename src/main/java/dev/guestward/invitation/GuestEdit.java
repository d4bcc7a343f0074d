package dev.guestward.invitation;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import org.jspecify.annotations.Nullable;

/**
 * What somebody wants to change of a guest, unchecked. What is absent stays as it is.
 *
 * @param accessUntil a day or a time, as in {@link InvitationRequest}
 * @param version of the guest as it was read
 */
@JsonIgnoreProperties(ignoreUnknown = true)
public record GuestEdit(
        @Nullable String displayName,
        @Nullable String purpose,
        @Nullable String accessUntil,
        @Nullable Long version) {
    @Override
    public String toString() {
        return "GuestEdit[…]";
    }
}
