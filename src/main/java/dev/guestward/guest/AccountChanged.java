package dev.guestward.guest;

/**
 * Somebody else has changed a guest's account so that workflows must follow. Published in the transaction that saw it, with
 * the guest's row taken and before the register follows; possibly several times, so whoever listens compares before acting.
 */
public record AccountChanged(GuestId guest, Kind kind) {
    /** What has become of the account. */
    public enum Kind {
        /** A guest who is blocked may sign in. */
        LET_IN,
        /** Deleted: nothing about the account is under way any more. */
        DELETED,
        /** A member of the hospital: never touched again. */
        MEMBER,
        /** Back, although we had deleted it. */
        BACK
    }
}
