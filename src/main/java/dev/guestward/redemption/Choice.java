package dev.guestward.redemption;

/** What a sponsor may do about a guest who does not accept. */
public enum Choice {
    /** A fresh link to the same address. */
    AGAIN,
    /** Another address; all begins anew. */
    CORRECT,
    /** No invitation any more. */
    DROP
}
