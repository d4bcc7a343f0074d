package dev.guestward.removal;

/** Why a guest is removed. */
public enum Cause {
    /** The end of access has come. */
    EXPIRY,
    /** A person asked for it. */
    REQUEST,
    /** The sponsor withdrew the invitation, and the guest accepted it all the same. */
    WITHDRAWAL,
    /** The invitation was not accepted in time, or was withdrawn before anybody had accepted. */
    LAPSE,
    /** A reviewer said no. */
    REVIEW,
    /** The sponsor has left, and nobody else vouches for the guest. */
    SUCCESSION,
    /** Nobody answered a review, although two people were reached. */
    SILENCE,
    /** The same, of a guest who has not signed in for long. */
    INACTIVITY;

    /** Whether a person asked for it, who may take it back for a while. */
    public boolean isOfPerson() {
        return this == REQUEST || this == REVIEW;
    }

    /** Whether nobody asked for it. */
    public boolean isOfSilence() {
        return this == SILENCE || this == INACTIVITY;
    }
}
