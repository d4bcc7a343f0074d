package dev.guestward.mode;

import java.util.Locale;

/** What can be told to report while the rest acts. */
public enum Workflow {
    /** From the request to the guest's access. */
    INVITATION,
    /** Reminders, fresh links, and the end of what nobody accepts. */
    REDEMPTION,
    /** The end of access, with the removal that follows from it and the way back from there. */
    EXPIRY,
    /** Every other removal, and the way back from there. */
    REMOVAL;

    /** As in settings and addresses. */
    public String key() {
        return name().toLowerCase(Locale.ROOT);
    }
}
