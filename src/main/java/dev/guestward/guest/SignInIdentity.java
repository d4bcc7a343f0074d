package dev.guestward.guest;

import dev.guestward.clinic.IdentityKind;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** With what a guest signs in, as the directory shows it after redemption. */
public enum SignInIdentity {
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

    /**
     * Whether it is what a clinic's clinicians are expected to use. A federation is the clinic's own sign-in, like its tenant.
     *
     * @return empty while the directory has not shown it and something is expected
     */
    public Optional<Boolean> fits(IdentityKind expected) {
        return switch (expected) {
            case ANY -> Optional.of(true);
            case WORK_ACCOUNT -> ifShown(this == WORK_ACCOUNT || this == FEDERATION);
            case SOCIAL_OR_PASSCODE -> ifShown(this != WORK_ACCOUNT && this != FEDERATION);
        };
    }

    private Optional<Boolean> ifShown(boolean fits) {
        return this == UNKNOWN ? Optional.empty() : Optional.of(fits);
    }

    /** By the name that the directory has for who vouches; any other name is that of a federation. */
    public static SignInIdentity of(@Nullable String issuer) {
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
