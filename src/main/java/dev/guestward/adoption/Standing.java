package dev.guestward.adoption;

/** How far a guest that was found has come. */
public enum Standing {
    /** Waits for adoption to begin. */
    FOUND,
    /** Has the address of somebody whom we are inviting at this moment: probably our own invitation. */
    EXPECTED,
    /** Is in a batch: about to be adopted by rule, or to be claimed. */
    IN_HAND,
    /** Is in the register. */
    ADOPTED,
    /** Is not to be touched, for a reason that lies in the account. */
    LEFT_ALONE,
    /** Is not to be touched, because an administrator says so. */
    IGNORED
}
