package dev.guestward.removal.exemption;

import org.jspecify.annotations.Nullable;

/**
 * What somebody wants protected, unchecked; either {@code account} or {@code guest}.
 *
 * @param account object id of any account
 * @param guest our id of a guest, or a mail address
 * @param until a day, {@code 2027-03-31}
 */
public record ProtectionRequest(
        @Nullable String account,
        @Nullable String guest,
        @Nullable String reason,
        @Nullable String until) {
    @Override
    public String toString() {
        return "ProtectionRequest[…]";
    }
}
