package dev.guestward.guest;

/** Why a guest needs somebody, beside the state. */
public enum Attention {
    /** The application's owner must approve or decline. */
    WAITS_FOR_OWNER,
    /** The tenant refused the invitation; an administrator decides in Tasklist. */
    INVITATION_REFUSED,
    /** The tenant refused to give the access; an administrator repairs it and tries again in Tasklist. */
    GRANT_REFUSED,
    /** The access was to be given while the product only reported. */
    ONLY_REPORTED,
    /** No mail reaches the guest: the mail server does not know the address. */
    MAIL_BOUNCED,
    /** Too many guests were to be blocked or deleted within a day; this one waits for people. */
    HELD_BY_BRAKE,
    /** The directory, or a rule that protects the account, refused the removal; an administrator decides in Tasklist. */
    REMOVAL_REFUSED,
    /** The directory refused to let the guest in again; an administrator decides in Tasklist. */
    RESTORATION_REFUSED,
    /** The guest signs in with something else than is expected of the clinic's people. Nothing waits for it. */
    IDENTITY_UNEXPECTED;

    /** Whether the guest gets no further until somebody has acted. */
    public boolean holdsUp() {
        return this != IDENTITY_UNEXPECTED;
    }
}
