package dev.guestward.guest;

import org.jspecify.annotations.Nullable;

/** With what a guest signs in, as the directory shows it after redemption. */
public enum IdentityKind {
    /** An account of the clinic's own tenant. */
    WORK_ACCOUNT,
    MICROSOFT_ACCOUNT,
    GOOGLE,
    /** A code mailed for each sign-in. */
    ONE_TIME_PASSCODE,
    /** An identity provider that the tenant trusts directly. */
    FEDERATION,
    /** The directory has not shown it. */
    UNKNOWN;

    /** By the name that the directory has for who vouches; any other name is that of a federation. */
    public static IdentityKind of(@Nullable String issuer) {
        if (issuer == null || issuer.isBlank()) {
            return UNKNOWN;
        }
        return switch (issuer) {
            case "ExternalAzureAD" -> WORK_ACCOUNT;
            case "MicrosoftAccount" -> MICROSOFT_ACCOUNT;
            case "google.com" -> GOOGLE;
            case "mail" -> ONE_TIME_PASSCODE;
            default -> FEDERATION;
        };
    }
}
