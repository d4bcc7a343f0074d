package dev.guestward.invitation;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import org.jspecify.annotations.Nullable;

/**
 * What somebody wants to change of a guest, unchecked. What is absent stays as it is.
 *
 * @param accessUntil a day or a time, as in {@link InvitationRequest}
 * @param version of the guest as it was read
 * @param clinic key of the clinic that the guest works for now; for administrators
 */
@JsonIgnoreProperties(ignoreUnknown = true)
public record GuestEdit(
        @Nullable String displayName,
        @Nullable String purpose,
        @Nullable String accessUntil,
        @Nullable Long version,
        @Nullable String clinic) {
    public GuestEdit(
            @Nullable String displayName,
            @Nullable String purpose,
            @Nullable String accessUntil,
            @Nullable Long version) {
        this(displayName, purpose, accessUntil, version, null);
    }

    @Override
    public String toString() {
        return "GuestEdit[…]";
    }
}
