package dev.guestward.guest;

import java.util.EnumSet;
import java.util.Set;

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
    /**
     * The guest is blocked and still in groups that could not be left; an administrator takes them out where those are filled.
     * Nothing waits for it.
     */
    STILL_HAS_ACCESS,
    /** Nobody answered whether access is still needed, and it is not certain that anybody was reached. Access goes on. */
    REVIEW_UNANSWERED,
    /** The guest signs in with something else than is expected of the clinic's people. Nothing waits for it. */
    IDENTITY_UNEXPECTED,
    /** Somebody has forbidden the sign-in in the directory; access ends when it would have ended anyway. */
    DISABLED_BY_OTHERS,
    /** A guest who is blocked was let in again and again in the directory, and blocked again each time. */
    ENABLED_BY_OTHERS,
    /** Somebody brought the account back that we had deleted; it is blocked, and the removal goes on. */
    RESTORED_BY_OTHERS,
    /** The account holds a role in the directory: nothing is taken from it any more. */
    DIRECTORY_ROLE,
    /** The account is mastered on-premises by now: nothing we do to it would last. */
    SYNCHRONIZED,
    /** Somebody took the guest out of a group that gives access; the sponsor may give it again. */
    LOST_ACCESS,
    /** The directory did not take another mail address, so the guest goes on signing in with the one of before. */
    ADDRESS_NOT_CHANGED;

    private static final Set<Attention> TELL_ONLY = EnumSet.of(
            STILL_HAS_ACCESS,
            REVIEW_UNANSWERED,
            IDENTITY_UNEXPECTED,
            DISABLED_BY_OTHERS,
            ENABLED_BY_OTHERS,
            RESTORED_BY_OTHERS,
            DIRECTORY_ROLE,
            SYNCHRONIZED,
            LOST_ACCESS,
            ADDRESS_NOT_CHANGED);

    /** Whether the guest gets no further until somebody has acted. */
    public boolean holdsUp() {
        return !TELL_ONLY.contains(this);
    }
}
