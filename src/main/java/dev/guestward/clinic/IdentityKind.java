package dev.guestward.clinic;

/** With what a clinic's clinicians are expected to sign in. */
public enum IdentityKind {
    /** An account of the clinic's own tenant. */
    WORK_ACCOUNT,
    /** A private account, or a one-time passcode by mail: the clinic has no tenant. */
    SOCIAL_OR_PASSCODE,
    ANY
}
