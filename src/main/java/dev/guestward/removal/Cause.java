package dev.guestward.removal;

/** Why a guest is removed. */
public enum Cause {
    /** The end of access has come. */
    EXPIRY,
    /** A person asked for it. */
    REQUEST,
    /** The sponsor withdrew the invitation, and the guest accepted it all the same. */
    WITHDRAWAL,
    /** A reviewer said no. */
    REVIEW
}
