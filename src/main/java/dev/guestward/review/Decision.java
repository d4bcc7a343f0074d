package dev.guestward.review;

/** What a reviewer says about one guest. */
public enum Decision {
    /** Access is still needed. */
    KEEP,
    /** Not needed any more; can be taken back for a short while. */
    REMOVE,
    /** A matter of security: at once, nothing to take back. */
    REMOVE_NOW,
    /** Somebody else has to be asked. Never counts as a "keep". */
    DONT_KNOW;

    public boolean removes() {
        return this == REMOVE || this == REMOVE_NOW;
    }
}
